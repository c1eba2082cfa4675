import { runInNewContext } from "node:vm";
import { ALLOW_ORIGIN_FUNCTION, REFUSE_FUNCTION } from "../../../hosts/text/edge-functions";

type Headers = Record<string, { value: string }>;

/** Runs a function's code as the edge does: nothing but the event is there. */
function run(code: string, event: object): { headers: Headers; statusCode: number } {
  const answer = runInNewContext(`${code}\nJSON.stringify(handler(${JSON.stringify(event)}))`) as string;
  return JSON.parse(answer) as { headers: Headers; statusCode: number };
}

const response = (headers?: Headers): object => ({
  version: "1.0",
  context: { eventType: "viewer-response" },
  request: { method: "GET", uri: "/accounts/a.png", headers: {} },
  response: { statusCode: 200, ...(headers && { headers }) },
});

test.each<[string, Headers | undefined]>([
  ["no headers at all", undefined],
  ["other headers", { "content-type": { value: "image/png" } }],
])("a response with %s gets Access-Control-Allow-Origin and keeps the rest", (_, headers) =>
  expect(run(ALLOW_ORIGIN_FUNCTION, response(headers))).toEqual({
    statusCode: 200,
    headers: { ...headers, "access-control-allow-origin": { value: "*" } },
  }),
);

test("a response that has the header keeps it", () => {
  const headers = { "access-control-allow-origin": { value: "https://social.example" } };
  expect(run(ALLOW_ORIGIN_FUNCTION, response(headers)).headers).toEqual(headers);
});

test("a refused request gets 403 at once, with the header", () =>
  expect(run(REFUSE_FUNCTION, { request: { method: "GET", uri: "/backups/a" } })).toMatchObject({
    statusCode: 403,
    headers: { "access-control-allow-origin": { value: "*" } },
  }));

test.each([ALLOW_ORIGIN_FUNCTION, REFUSE_FUNCTION])(
  "a function is far below 10 KB and needs ES5 only",
  (code) => {
    expect(Buffer.byteLength(code)).toBeLessThan(1024);
    expect(code).not.toMatch(/=>|\blet\b|\bconst\b|`|\.\.\./);
  },
);
