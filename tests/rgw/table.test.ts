/** Properties of the table without which a server that refuses everything would pass most rows. */
import { WHO } from "./actors";
import { onRgw, rows, rowsOn, statuses, type Row } from "./row";
import { showsContent } from "./seeds";
import { whats, type What } from "./whats";

test("the table is large, and each row has a unique name, a reason and a place where it applies", () => {
  expect(rows.length).toBeGreaterThan(80);
  expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
  for (const { name, why, on } of rows)
    expect([name, why.length > 3, on.length > 0]).toEqual([name, true, true]);
});

test("every sender and every kind of request is in the table", () => {
  expect([...new Set(rows.map(({ who }) => who))].sort()).toEqual([...WHO].sort());
  expect([...new Set(rows.map(({ what }) => what))].sort()).toEqual((Object.keys(whats) as What[]).sort());
});

/** Requests that fail in themselves, and the same requests without the fault. */
const SOUND: { [K in What]?: What } = {
  "get, signed 20 minutes ago": "get",
  "expired presigned get": "presigned get",
  "presigned get of another key": "presigned get",
  "expired presigned put": "presigned put",
  "put with a changed body": "put",
};

test("for each denial there is a row in which the same is allowed for somebody, also at the server", () => {
  for (const row of rows.filter(({ expected }) => expected === "deny")) {
    const success = rows.find(({ name }) => name === row.success);
    expect([row.name, success?.expected]).toEqual([row.name, "allow"]);
    expect([row.name, success?.what]).toEqual([row.name, SOUND[row.what] ?? row.what]);
    if (row.on.includes("rgw")) {
      expect([row.name, success?.on.includes("rgw")]).toEqual([row.name, true]);
      expect([row.name, onRgw(success!).expected]).toEqual([row.name, "allow"]);
    }
  }
});

test("every deviation of RGW differs from AWS, and has a reason", () => {
  for (const row of rows.filter(({ rgw }) => rgw !== undefined)) {
    const there = onRgw(row);
    const both = statuses(row).filter((status) => statuses(there).includes(status));
    // With a common status, a server that agrees with AWS would pass unnoticed.
    expect([row.name, both, row.on.includes("rgw")]).toEqual([row.name, [], true]);
    expect([row.name, row.rgw!.reason.length > 20]).toEqual([row.name, true]);
  }
});

test("a deviation is the expected answer of AWS with the differences", () => {
  const row = { name: "n", expected: "deny", status: 400, contains: ["x"], why: "w" } as unknown as Row;
  expect(onRgw({ ...row, rgw: { status: 405, reason: "r" } })).toEqual({
    ...row,
    status: 405,
    why: "w; on RGW: r",
  });
  expect(onRgw({ ...row, rgw: { expected: "allow", reason: "r" } })).toEqual({
    name: "n",
    expected: "allow",
    why: "w; on RGW: r",
  });
});

test("strings of the table are not mistaken for contents of objects", () => {
  expect(rowsOn("rgw").some((row) => showsContent(JSON.stringify(row)))).toBe(false);
});
