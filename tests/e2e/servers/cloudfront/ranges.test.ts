import { rangesOf, represent } from "./ranges";

test.each([
  [undefined, undefined],
  ["bytes=0-1", [{ start: 0, end: 1 }]],
  ["bytes=4-", [{ start: 4, end: 9 }]],
  ["bytes=-3", [{ start: 7, end: 9 }]],
  ["bytes=-300", [{ start: 0, end: 9 }]],
  ["bytes=8-20", [{ start: 8, end: 9 }]],
  ["bytes=0-1,4-5", [{ start: 0, end: 1 }, { start: 4, end: 5 }]], // prettier-ignore
  ["bytes=4-5,0-1", undefined],
  ["bytes=0-5,4-8", undefined],
  ["bytes=5-2", undefined],
  ["bytes=-", undefined],
  ["bytes=a-b", undefined],
  ["lines=0-1", undefined],
  ["bytes=10-", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
])("of ten bytes, %s is %j", (value, expected) => {
  expect(rangesOf(value, 10)).toEqual(expected);
});

const whole = {
  status: 200,
  headers: {
    etag: ['"v1"'],
    "last-modified": ["Sun, 29 Nov 2026 12:00:00 GMT"],
    "content-type": ["image/png"],
    "content-length": ["10"],
  },
  body: Buffer.from("0123456789"),
};
const asked = (headers: Record<string, string>, method = "GET"): [number, string, string | undefined] => {
  const lines = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  const { status, body, headers: answered } = represent(whole, { method, headers: lines });
  return [status, body.toString(), answered["content-range"]?.[0]];
};

test.each([
  [{}, [200, "0123456789", undefined]],
  [{ range: "bytes=0-1" }, [206, "01", "bytes 0-1/10"]],
  [{ range: "bytes=20-" }, [416, "", "bytes */10"]],
  [{ range: "bytes=0-1", "if-range": '"v1"' }, [206, "01", "bytes 0-1/10"]],
  [{ range: "bytes=0-1", "if-range": '"v2"' }, [200, "0123456789", undefined]],
  [{ "if-none-match": '"v1"' }, [304, "", undefined]],
  [{ "if-none-match": 'W/"v1", "v2"' }, [304, "", undefined]],
  [{ "if-none-match": '"v2"' }, [200, "0123456789", undefined]],
  [{ "if-modified-since": "Sun, 29 Nov 2026 12:00:00 GMT" }, [304, "", undefined]],
  [{ "if-modified-since": "Sun, 29 Nov 2026 11:59:59 GMT" }, [200, "0123456789", undefined]],
  [
    { "if-none-match": '"v2"', "if-modified-since": "Sun, 29 Nov 2026 12:00:00 GMT" },
    [200, "0123456789", undefined],
  ],
])("%j", (headers, expected) => {
  expect(asked(headers as Record<string, string>)).toEqual(expected);
});

test("a HEAD has no range", () => {
  expect(asked({ range: "bytes=0-1" }, "HEAD")[0]).toBe(200);
});

test("several ranges come as parts", () => {
  const { status, headers, body } = represent(whole, {
    method: "GET",
    headers: { range: ["bytes=0-1,8-9"] },
  });
  expect([status, headers["content-type"]]).toEqual([
    206,
    [expect.stringMatching(/^multipart\/byteranges; /)],
  ]);
  expect(body.toString()).toMatch(
    /Content-Range: bytes 0-1\/10\r\n\r\n01\r\n--.*Content-Range: bytes 8-9\/10\r\n\r\n89\r\n--/s,
  );
});
