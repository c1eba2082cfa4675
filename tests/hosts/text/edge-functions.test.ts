/** Both functions in two engines, with the forms of events that AWS documents. */
import type { FunctionResponse } from "../../e2e/servers/cloudfront/edge-function";
import { ALLOW_ORIGIN_FUNCTION, REFUSE_FUNCTION } from "../../../hosts/text/edge-functions";
import { describeInEngines } from "./edge-engines";
import { type EventParts, requestEvent, responseEvent } from "./edge-events";

const EVERYBODY = { "access-control-allow-origin": { value: "*" } };
const ONE_ORIGIN = { "access-control-allow-origin": { value: "https://social.example" } };
const FROM_PAGE: EventParts = { asked: { origin: { value: "https://other.example" } } };

const responses: [name: string, response: FunctionResponse][] = [
  [
    "with headers",
    { statusCode: 200, statusDescription: "OK", headers: { "content-type": { value: "image/png" } } },
  ],
  ["of a part", { statusCode: 206, headers: { "content-range": { value: "bytes 0-1/10" } } }],
  ["that nothing has changed", { statusCode: 304, headers: { etag: { value: '"v1"' } } }],
  ["without headers", { statusCode: 200, headers: {} }],
  [
    "with several values and cookies",
    {
      statusCode: 200,
      headers: { vary: { value: "Origin", multiValue: [{ value: "Origin" }, { value: "Accept" }] } },
      cookies: {
        ID: { value: "id1234", attributes: "Expires=Wed, 05 Apr 2021 07:28:00 GMT" },
        Cookie1: {
          value: "val1",
          attributes: "Secure; Path=/",
          multiValue: [
            { value: "val1", attributes: "Secure; Path=/" },
            { value: "val2", attributes: "Path=/cat" },
          ],
        },
      },
    },
  ],
];

describeInEngines("the function on the viewer's response", (run) => {
  test.each(responses)(
    "adds the CORS header to a response %s, and changes nothing else",
    async (_, response) => {
      expect(await run(ALLOW_ORIGIN_FUNCTION, responseEvent(response))).toEqual({
        ...response,
        headers: { ...response.headers, ...EVERYBODY },
      });
    },
  );

  test.each<[string, EventParts]>([
    ["a HEAD", { method: "HEAD" }],
    [
      "a request with query and cookies",
      { querystring: { NoValue: { value: "" } }, cookies: { a: { value: "1" } } },
    ],
    ["an odd path", { uri: "/accounts//%2e%2e/\u00e4.png" }],
  ])("adds the CORS header to the answer to %s", async (_, parts) => {
    expect(await run(ALLOW_ORIGIN_FUNCTION, responseEvent({ statusCode: 200, headers: {} }, parts))).toEqual({
      statusCode: 200,
      headers: EVERYBODY,
    });
  });

  test("leaves what the response headers policy answered a page", async () => {
    const response = { statusCode: 200, headers: ONE_ORIGIN };
    expect(await run(ALLOW_ORIGIN_FUNCTION, responseEvent(response, FROM_PAGE))).toEqual(response);
  });

  test("adds the CORS header for a page that the policy gave none", async () => {
    const response = { statusCode: 200, headers: {} };
    expect(await run(ALLOW_ORIGIN_FUNCTION, responseEvent(response, FROM_PAGE))).toMatchObject({
      headers: EVERYBODY,
    });
  });

  // The bucket answered a page of the app, and the cache keeps that for everybody.
  test("replaces what the cache holds for another request's origin", async () => {
    const response = { statusCode: 200, headers: ONE_ORIGIN };
    expect(await run(ALLOW_ORIGIN_FUNCTION, responseEvent(response))).toMatchObject({ headers: EVERYBODY });
  });
});

describeInEngines("the function on the viewer's request", (run) => {
  test.each<[string, EventParts]>([
    ["a GET", {}],
    ["a preflight", { method: "OPTIONS", asked: { origin: { value: "https://social.example" } } }],
    ["the root", { uri: "/", querystring: { "list-type": { value: "2" } } }],
  ])("refuses %s", async (_, parts) => {
    expect(await run(REFUSE_FUNCTION, requestEvent(parts))).toEqual({
      statusCode: 403,
      statusDescription: "Forbidden",
      headers: EVERYBODY,
    });
  });
});

test.each([ALLOW_ORIGIN_FUNCTION, REFUSE_FUNCTION])(
  "a function is far below 10 KB and needs ES5 only",
  (code) => {
    expect(Buffer.byteLength(code)).toBeLessThan(1024);
    expect(code).not.toMatch(/=>|\blet\b|\bconst\b|`|\.\.\./);
  },
);
