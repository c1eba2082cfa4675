import {
  FunctionFailure,
  functionEvent,
  onViewerRequest,
  onViewerResponse,
  runFunction,
} from "./edge-function";

const of = {
  domainName: "d111111abcdef8.cloudfront.net",
  arn: "arn:aws:cloudfront::111111111111:distribution/EDFDVBD6EXAMPLE",
};
const viewer = {
  method: "GET",
  target: "/media//index.mpd?ID=42&NoValue&querymv=val1&querymv=val2,val3",
  secure: true,
  headers: {
    host: ["video.example.com"],
    accept: ["a/b", "c/d"],
    cookie: ["Cookie1=value1; Cookie2=value2"],
  },
  body: Buffer.alloc(0),
  ip: "198.51.100.11",
};
const answer = {
  status: 200,
  headers: {
    "content-type": ["image/png"],
    "set-cookie": ["ID=id1234; Secure; Path=/"],
    "x-cache": ["Miss"],
  },
  body: Buffer.from("bytes"),
};

test("the event has the shape of AWS's page", () => {
  expect(functionEvent(of, viewer, answer)).toEqual({
    version: "1.0",
    context: {
      distributionDomainName: of.domainName,
      distributionId: "EDFDVBD6EXAMPLE",
      eventType: "viewer-response",
      requestId: expect.any(String) as string,
    },
    viewer: { ip: "198.51.100.11" },
    request: {
      method: "GET",
      uri: "/media//index.mpd",
      querystring: {
        ID: { value: "42" },
        NoValue: { value: "" },
        querymv: { value: "val1", multiValue: [{ value: "val1" }, { value: "val2,val3" }] },
      },
      headers: {
        host: { value: "video.example.com" },
        accept: { value: "a/b", multiValue: [{ value: "a/b" }, { value: "c/d" }] },
      },
      cookies: { Cookie1: { value: "value1" }, Cookie2: { value: "value2" } },
    },
    response: {
      statusCode: 200,
      headers: { "content-type": { value: "image/png" } },
      cookies: { ID: { value: "id1234", attributes: "Secure; Path=/" } },
    },
  });
});

const respond = (body: string) =>
  onViewerResponse(`function handler(event) { ${body} }`, functionEvent(of, viewer, answer), answer);

test("what a function returns is sent", async () => {
  const code = "var r = event.response; r.headers.vary = { value: 'Origin' }; r.statusCode = 203; return r;";
  expect(await respond(code)).toEqual({
    status: 203,
    headers: {
      "content-type": ["image/png"],
      vary: ["Origin"],
      "set-cookie": ["ID=id1234; Secure; Path=/"],
    },
    body: Buffer.from("bytes"),
  });
});

test.each([
  ["a body as text", "'new'", "new"],
  ["a body in base64", "{ encoding: 'base64', data: 'bmV3' }", "new"],
])("a function replaces the body: %s", async (_, body, expected) => {
  const { body: sent } = await respond(`event.response.body = ${body}; return event.response;`);
  expect(sent.toString()).toBe(expected);
});

test("an async handler runs", async () => {
  const code = "async function handler(event) { return event.response; }";
  await expect(onViewerResponse(code, functionEvent(of, viewer, answer), answer)).resolves.toMatchObject({
    status: 200,
  });
});

test.each([
  [502, "event.response.headers['x-cache'] = { value: 'Hit' }; return event.response;"],
  [502, "event.response.headers['Vary'] = { value: 'Origin' }; return event.response;"],
  [502, "event.response.headers.via = { value: 'mine' }; return event.response;"],
  [503, "throw new Error('broken');"],
  [503, "return eval('event.response');"],
  [503, "return require('fs');"],
  [503, "return process.env;"],
  [503, "setTimeout(function () {}, 1); return event.response;"],
  [503, "undeclared = 1; return event.response;"],
])("a function that breaks a rule makes %i: %s", async (status, code) => {
  const failure = await respond(code).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(FunctionFailure);
  expect((failure as FunctionFailure).answer.status).toBe(status);
});

test("a function has at most 10 KB", async () => {
  await expect(runFunction(`//${"x".repeat(10_240)}`, functionEvent(of, viewer))).rejects.toThrow(/10240/);
});

const onRequest = (body: string) =>
  onViewerRequest(`function handler(event) { ${body} }`, functionEvent(of, viewer), viewer);

test("a request that a function did not change goes on as it came", async () => {
  expect(await onRequest("return event.request;")).toMatchObject({ request: { target: viewer.target } });
});

test("a function changes the URI, the query and the headers", async () => {
  const code =
    "var r = event.request; r.uri = '/new'; r.querystring = { a: { value: '1' } }; r.headers['x-new'] = { value: 'y' }; return r;";
  expect(await onRequest(code)).toMatchObject({
    request: { target: "/new?a=1", headers: { "x-new": ["y"], cookie: viewer.headers.cookie } },
  });
});

test("a function answers by itself", async () => {
  const code = "return { statusCode: 302, headers: { location: { value: '/elsewhere' } } };";
  expect(await onRequest(code)).toMatchObject({
    answer: { status: 302, headers: { location: ["/elsewhere"] } },
  });
});

test("the host is read-only", async () => {
  const code = "event.request.headers.host = { value: 'other' }; return event.request;";
  await expect(onRequest(code)).rejects.toThrow(FunctionFailure);
});
