import { rows as all, statuses } from "../rgw/row";
import { serverKinds } from ".";
import { deviationsOf, rowsFor } from "./deviations";

describe.each(serverKinds)("the deviations of $title", (kind) => {
  const { version, groups } = deviationsOf(kind);
  const names = groups.flatMap(({ rows }) => Object.keys(rows));

  test("say of which version, and why", () => {
    expect(version).toMatch(/\d/);
    for (const { reason } of groups) expect([reason, reason.length > 20]).toEqual([reason, true]);
    expect(new Set(groups.map(({ reason }) => reason)).size).toBe(groups.length);
  });

  test("are sorted, and each is of another row that the server is asked", () => {
    for (const { rows } of groups) expect(Object.keys(rows)).toEqual(Object.keys(rows).sort());
    const first = groups.map(({ rows }) => Object.keys(rows)[0]);
    expect(first).toEqual([...first].sort());
    expect(new Set(names).size).toBe(names.length);
    expect(rowsFor(kind).map(({ name }) => name)).toEqual(expect.arrayContaining(names));
  });

  test.each(names)("%s: differs from AWS, so that a server that agrees fails", (name) => {
    const aws = all.find((row) => row.name === name)!;
    const there = rowsFor(kind).find((row) => row.name === name)!;
    const both = statuses(aws).filter((status) => statuses(there).includes(status));
    if (both.length > 0) expect(there.headers).not.toEqual(aws.headers);
    else expect(there.why).toContain(kind.title);
  });
});
