/** The functions in two engines, with the forms of events that AWS documents. */
import type { FunctionResponse } from "../../e2e/servers/cloudfront/edge-function";
import {
  ALLOW_ORIGIN_FUNCTION,
  LEGACY_REQUEST_FUNCTION,
  LEGACY_RESPONSE_FUNCTION,
  REFUSE_FUNCTION,
} from "../../../hosts/text/edge-functions";
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

describeInEngines("the function on the viewer's response where a legacy host is asked", (run) => {
  test.each(responses)("changes a response %s as the other one does", async (_, response) => {
    const event = responseEvent(response);
    expect(await run(LEGACY_RESPONSE_FUNCTION, event)).toEqual(await run(ALLOW_ORIGIN_FUNCTION, event));
  });

  test.each([
    [FROM_PAGE, ONE_ORIGIN],
    [{}, EVERYBODY],
  ])("answers a request %j as the other one does", async (parts, headers) => {
    const answer = await run(
      LEGACY_RESPONSE_FUNCTION,
      responseEvent({ statusCode: 200, headers: ONE_ORIGIN }, parts),
    );
    expect(answer).toEqual({ statusCode: 200, headers });
  });

  test.each([300, 301, 302, 303, 305, 307, 308])(
    "makes 404 of the redirect %d, and keeps no link",
    async (statusCode) => {
      const headers = {
        "content-type": { value: "text/html" },
        location: { value: "https://files.social.example/accounts/avatars/1.png" },
        "cache-control": { value: "max-age=31536000" },
      };
      expect(await run(LEGACY_RESPONSE_FUNCTION, responseEvent({ statusCode, headers }))).toEqual({
        statusCode: 404,
        statusDescription: "Not Found",
        headers: {
          "content-type": { value: "text/html" },
          "cache-control": { value: "no-store" },
          ...EVERYBODY,
        },
      });
    },
  );
});

/** Paths of keys, as readers write them. */
const KEYS = [
  "/accounts/avatars/000/000/001/original/1.png",
  "/media_attachments/files/a%20b.png",
  "/media_attachments/files/a+b.png",
  "/media_attachments/files/a%2Bb.png",
  "/media_attachments/files/100%25.png",
  "/media_attachments/files/%C3%A4.png",
  "/media_attachments/files/a..b.png",
  "/media_attachments/files/...",
  "/media_attachments/files/.hidden",
  "/media_attachments/files/a;b.png",
  "/media_attachments/files/a%252Fb.png",
];

/** Paths that another server could read as another key. */
const ODD_PATHS = [
  "/accounts/../backups/dumps/1.zip",
  "/accounts/%2e%2e/backups/dumps/1.zip",
  "/accounts/%2E%2E/backups/dumps/1.zip",
  "/accounts/.%2e/backups/dumps/1.zip",
  "/accounts/..%2fbackups/dumps/1.zip",
  "/accounts/..%2Fbackups/dumps/1.zip",
  "/accounts/%2e%2e%2fbackups/dumps/1.zip",
  "/accounts/%252e%252e%252fbackups/dumps/1.zip",
  "/accounts/%25252e%25252e%25252fbackups/dumps/1.zip",
  "/accounts/..%5cbackups/dumps/1.zip",
  "/accounts/..%5Cbackups/dumps/1.zip",
  "/accounts/..\\backups/dumps/1.zip",
  "/accounts/..;/backups/dumps/1.zip",
  "/accounts/..;a=b/backups/dumps/1.zip",
  "/accounts/./avatars/1.png",
  "/accounts//avatars/1.png",
  "/accounts/%2favatars/1.png",
  "/accounts/avatars/",
  "/accounts/avatars%2f",
  "/accounts/..",
  "/accounts/%2e",
  "//accounts/avatars/1.png",
  "/",
];

describeInEngines("the function on the viewer's request where a legacy host is asked", (run) => {
  test.each(KEYS)("lets %s through as it is", async (uri) => {
    const event = requestEvent({ uri, querystring: { a: { value: "1" } } });
    expect(await run(LEGACY_REQUEST_FUNCTION, event)).toEqual(event.request);
  });

  test.each(ODD_PATHS)("refuses %s", async (uri) => {
    expect(await run(LEGACY_REQUEST_FUNCTION, requestEvent({ uri }))).toEqual({
      statusCode: 403,
      statusDescription: "Forbidden",
      headers: EVERYBODY,
    });
  });

  test("sends nobody's credentials to another host", async () => {
    const asked = { authorization: { value: "Bearer 1" }, origin: { value: "https://social.example" } };
    const answer = await run(LEGACY_REQUEST_FUNCTION, requestEvent({ method: "OPTIONS", asked }));
    expect(answer).toMatchObject({ headers: { origin: asked.origin } });
    expect(answer).not.toHaveProperty("headers.authorization");
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

test.each([ALLOW_ORIGIN_FUNCTION, REFUSE_FUNCTION, LEGACY_REQUEST_FUNCTION, LEGACY_RESPONSE_FUNCTION])(
  "a function is far below 10 KB and needs ES5 only",
  (code) => {
    expect(Buffer.byteLength(code)).toBeLessThan(1024);
    expect(code).not.toMatch(/=>|\blet\b|\bconst\b|`|\.\.\./);
  },
);
