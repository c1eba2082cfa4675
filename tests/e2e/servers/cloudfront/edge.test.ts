/** The model as a server, with raw requests and an origin in this process. */
import type { Deployed } from "./deployed";
import { example, EXAMPLE_ARN, EXAMPLE_HOST, ExampleOrigin } from "./example";
import { type CloudFront, startCloudFront } from "./index";
import { type RawAnswer, sendRaw } from "./raw-request";

let origin: ExampleOrigin;
let cloudFront: CloudFront | undefined;

beforeEach(() => {
  origin = new ExampleOrigin();
  origin.objects = {
    "/media/1.png": { body: "0123456789", headers: { "cache-control": ["max-age=315576000"] } },
  };
});
afterEach(() => cloudFront?.stop());

async function start(change: (deployed: Deployed) => void = () => undefined): Promise<CloudFront> {
  const deployed = example();
  change(deployed);
  return (cloudFront = await startCloudFront(deployed, origin.fetch));
}

const ask = (target: string, headers: Record<string, string> = {}, method = "GET"): Promise<RawAnswer> =>
  sendRaw(cloudFront!.https, { method, target }, { host: EXAMPLE_HOST, ...headers });
const lastAsked = (): string | undefined => origin.requests.at(-1)?.target;
const results = (): string[] => cloudFront!.served.map(({ result }) => result);
const defaultBehavior = (deployed: Deployed) => deployed.config.DefaultCacheBehavior!;

describe("the request", () => {
  test.each([
    "//media/1.png",
    "/./media/1.png",
    "/a/%2e%2e/media/1.png",
    "/media%2f1.png",
    "/media/..;/%C3%A4.png",
  ])("%s reaches the origin as it was sent", async (target) => {
    await start();
    expect((await ask(target)).status).toBe(403);
    expect([lastAsked(), cloudFront!.served[0]?.target]).toEqual([target, target]);
  });

  test("a target with a host is one without", async () => {
    await start();
    expect((await ask(`https://${EXAMPLE_HOST}/media/1.png`)).text).toBe("0123456789");
  });

  test("another host is refused, the distribution's own is served", async () => {
    await start();
    const hosts = ["other.example", "d111111abcdef8.cloudfront.net", `${EXAMPLE_HOST}:443`];
    const answers = await Promise.all(hosts.map((host) => ask("/media/1.png", { host })));
    expect(answers.map(({ status }) => status)).toEqual([403, 200, 200]);
  });

  test("plain http is redirected, with the query and the path as they were sent", async () => {
    await start();
    const headers = { host: `${EXAMPLE_HOST}:80` };
    const { status, headers: answered } = await sendRaw(cloudFront!.http, { target: "/a//b?x=%2e" }, headers);
    expect([status, answered["location"]]).toEqual([301, [`https://${EXAMPLE_HOST}/a//b?x=%2e`]]);
    expect(origin.requests).toEqual([]);
  });

  test("plain http is refused with https-only", async () => {
    await start((deployed) => (defaultBehavior(deployed).ViewerProtocolPolicy = "https-only"));
    expect((await sendRaw(cloudFront!.http, { target: "/media/1.png" }, { host: EXAMPLE_HOST })).status).toBe(
      403,
    );
  });

  test.each(["PUT", "POST", "DELETE", "PATCH", "OPTIONS", "PROPFIND", "PURGE", "TRACE"])(
    "%s is refused and reaches no origin",
    async (method) => {
      await start();
      expect((await ask("/media/1.png", {}, method)).status).toBe(403);
      expect(origin.requests).toEqual([]);
    },
  );

  test("an allowed PUT reaches the origin with its body, and its answer is not cached", async () => {
    await start(
      (deployed) =>
        (defaultBehavior(deployed).AllowedMethods = { Quantity: 3, Items: ["GET", "HEAD", "PUT"] }),
    );
    const put = () =>
      sendRaw(cloudFront!.https, { method: "PUT", target: "/media/2.png" }, { host: EXAMPLE_HOST }, "new");
    await put();
    await put();
    expect(origin.requests.map(({ method, body }) => [method, body.toString()])).toEqual([
      ["PUT", "new"],
      ["PUT", "new"],
    ]);
  });

  test("a GET with a body is refused, as is a URL that is too long", async () => {
    await start();
    const withBody = await sendRaw(
      cloudFront!.https,
      { target: "/media/1.png" },
      { host: EXAMPLE_HOST },
      "body",
    );
    expect([withBody.status, (await ask(`/${"x".repeat(8_200)}`)).status]).toEqual([403, 413]);
  });

  test("the root is the default root object, and without one the root", async () => {
    await start();
    await ask("/?list-type=2");
    expect(lastAsked()).toBe("/__root__");
    await cloudFront!.stop();
    await start((deployed) => (deployed.config.DefaultRootObject = ""));
    await ask("/?list-type=2");
    expect(lastAsked()).toBe("/");
  });

  test("no query, header or cookie of the viewer's reaches the origin", async () => {
    await start();
    await ask("/media/1.png?acl&versionId=1", {
      authorization: "x",
      cookie: "a=1",
      origin: "o",
      "x-amz-acl": "y",
    });
    const [request] = origin.requests;
    expect(request).toMatchObject({
      target: "/media/1.png",
      domainName: "media.s3.eu-central-1.amazonaws.com",
      signedFor: EXAMPLE_ARN,
    });
    expect(Object.keys(request!.headers).sort()).toEqual(["host", "user-agent", "via", "x-forwarded-for"]);
  });

  test("an Authorization header reaches an unsigned origin with a method that is not cached", async () => {
    await start((deployed) => {
      deployed.config.Origins!.Items![0]!.OriginAccessControlId = "";
      deployed.config.DefaultCacheBehavior!.AllowedMethods = {
        Quantity: 3,
        Items: ["GET", "HEAD", "OPTIONS"],
        CachedMethods: { Quantity: 2, Items: ["GET", "HEAD"] },
      };
    });
    await ask("/media/1.png", { authorization: "x" });
    await ask("/media/1.png", { authorization: "x" }, "OPTIONS");
    expect(origin.requests.map(({ headers }) => headers["authorization"])).toEqual([undefined, ["x"]]);
  });

  test("the query that is in the key reaches the origin and tells objects apart", async () => {
    await start((deployed) => {
      const { ParametersInCacheKeyAndForwardedToOrigin: parameters } = deployed.cachePolicies["cache"]!;
      parameters!.QueryStringsConfig = { QueryStringBehavior: "all" };
    });
    for (const query of ["a=1", "a=2", "a=1"]) await ask(`/media/1.png?${query}`);
    expect(origin.requests.map(({ target }) => target)).toEqual(["/media/1.png?a=1", "/media/1.png?a=2"]);
  });

  test("what only the origin request policy names does not tell objects apart", async () => {
    await start((deployed) => {
      defaultBehavior(deployed).OriginRequestPolicyId = "origin";
      deployed.originRequestPolicies["origin"] = {
        Name: "origin",
        HeadersConfig: { HeaderBehavior: "whitelist", Headers: { Quantity: 1, Items: ["Origin"] } },
        CookiesConfig: { CookieBehavior: "none" },
        QueryStringsConfig: { QueryStringBehavior: "none" },
      };
    });
    for (const one of ["https://a.example", "https://b.example"]) await ask("/media/1.png", { origin: one });
    expect(origin.requests.map(({ headers }) => headers["origin"])).toEqual([["https://a.example"]]);
  });
});

describe("who asks the origin", () => {
  const ofViewer = { authorization: "AWS4-HMAC-SHA256 of the viewer" };
  const authorizationInKey = (deployed: Deployed): void => {
    const parameters = deployed.cachePolicies["cache"]!.ParametersInCacheKeyAndForwardedToOrigin!;
    parameters.HeadersConfig = {
      HeaderBehavior: "whitelist",
      Headers: { Quantity: 1, Items: ["Authorization"] },
    };
  };
  const signing = (SigningBehavior: "always" | "never" | "no-override") => (deployed: Deployed) => {
    authorizationInKey(deployed);
    deployed.originAccessControls["control"]!.SigningBehavior = SigningBehavior;
  };
  const withoutControl = (deployed: Deployed): void => {
    deployed.config.Origins!.Items![0]!.OriginAccessControlId = "";
  };

  test.each<[string, (deployed: Deployed) => void, object, string | undefined, string[] | undefined]>([
    ["always signs", signing("always"), ofViewer, EXAMPLE_ARN, undefined],
    ["never signs", signing("never"), ofViewer, undefined, [ofViewer.authorization]],
    ["leaves the viewer's signature", signing("no-override"), ofViewer, undefined, [ofViewer.authorization]],
    ["signs without the viewer's signature", signing("no-override"), {}, EXAMPLE_ARN, undefined],
    ["no access control: nobody", withoutControl, ofViewer, undefined, undefined],
  ])("%s", async (_, change, headers, signedFor, authorization) => {
    await start(change);
    await ask("/media/1.png", headers as Record<string, string>);
    expect([origin.requests[0]?.signedFor, origin.requests[0]?.headers["authorization"]]).toEqual([
      signedFor,
      authorization,
    ]);
  });

  test("the origin's path and headers are added", async () => {
    await start((deployed) => {
      Object.assign(deployed.config.Origins!.Items![0]!, {
        OriginPath: "/below",
        CustomHeaders: { Quantity: 1, Items: [{ HeaderName: "X-Ours", HeaderValue: "yes" }] },
      });
    });
    await ask("/media/1.png");
    expect(origin.requests[0]).toMatchObject({
      target: "/below/media/1.png",
      headers: { "x-ours": ["yes"] },
    });
  });
});

describe("an origin group", () => {
  const group = (deployed: Deployed, Items: number[]): void => {
    const old = { Id: "old", DomainName: "old.s3.eu-central-1.amazonaws.com" };
    deployed.config.Origins = { Quantity: 2, Items: [...deployed.config.Origins!.Items!, old] };
    deployed.config.OriginGroups = {
      Quantity: 1,
      Items: [
        {
          Id: "group",
          FailoverCriteria: { StatusCodes: { Quantity: Items.length, Items } },
          Members: { Quantity: 2, Items: [{ OriginId: "bucket" }, { OriginId: "old" }] },
        },
      ],
    };
    const behavior = defaultBehavior(deployed);
    behavior.TargetOriginId = "group";
    behavior.AllowedMethods = { Quantity: 3, Items: ["GET", "HEAD", "PUT"] };
  };
  const asked = (): string[] => origin.requests.map(({ domainName }) => domainName.split(".")[0]!);

  test.each([
    ["/media/1.png", "GET", [403], ["media"]],
    ["/media/2.png", "GET", [403], ["media", "old"]],
    ["/media/2.png", "HEAD", [403], ["media", "old"]],
    ["/media/2.png", "GET", [500], ["media"]],
    ["/media/2.png", "PUT", [403], ["media"]],
  ])("%s by %s, failing over on %j: %j", async (target, method, statuses, expected) => {
    await start((deployed) => group(deployed, statuses));
    await ask(target, {}, method);
    expect(asked()).toEqual(expected);
  });

  test("an origin that cannot be reached fails over, and a second is 504", async () => {
    const { fetch } = origin;
    const failing = new Set(["media.s3.eu-central-1.amazonaws.com"]);
    const deployed = example();
    group(deployed, [500]);
    cloudFront = await startCloudFront(deployed, (domainName, request) =>
      failing.has(domainName) ? Promise.reject(new Error("no route")) : fetch(domainName, request),
    );
    expect((await ask("/media/1.png")).status).toBe(200);
    failing.add("old.s3.eu-central-1.amazonaws.com");
    expect((await ask("/media/2.png")).status).toBe(504);
  });
});

describe("the cache", () => {
  test("an object is stored for the maximum TTL, whatever it asks for, and then asked for again", async () => {
    await start();
    const { clock } = cloudFront!;
    for (const seconds of [0, 86_399, 1]) {
      clock.advance(seconds);
      await ask("/media/1.png");
    }
    expect(results()).toEqual(["Miss", "Hit", "RefreshHit"]);
    expect(origin.requests[1]?.headers["if-none-match"]).toEqual(['"0123456789"']);
  });

  test("a hit has an Age, and the object's own Cache-Control", async () => {
    await start();
    await ask("/media/1.png");
    cloudFront!.clock.advance(30);
    const { headers } = await ask("/media/1.png");
    expect([headers["age"], headers["cache-control"], headers["x-cache"]]).toEqual([
      ["30"],
      ["max-age=315576000"],
      ["Hit from cloudfront"],
    ]);
  });

  test("a deleted object is served until its time is over", async () => {
    await start();
    await ask("/media/1.png");
    origin.objects = {};
    cloudFront!.clock.advance(86_399);
    expect((await ask("/media/1.png")).status).toBe(200);
    cloudFront!.clock.advance(1);
    expect((await ask("/media/1.png")).status).toBe(403);
  });

  test("an object that changed is served anew", async () => {
    await start();
    await ask("/media/1.png");
    origin.objects["/media/1.png"] = { body: "new" };
    cloudFront!.clock.advance(86_400);
    expect((await ask("/media/1.png")).text).toBe("new");
  });

  test("an expired object is served while the origin fails", async () => {
    await start();
    await ask("/media/1.png");
    origin.objects["/media/1.png"] = { status: 503 };
    cloudFront!.clock.advance(86_400);
    expect((await ask("/media/1.png")).text).toBe("0123456789");
  });

  test("an error is stored for its time", async () => {
    await start();
    await ask("/media/2.png");
    origin.objects["/media/2.png"] = { body: "there" };
    cloudFront!.clock.advance(4);
    expect((await ask("/media/2.png")).status).toBe(403);
    cloudFront!.clock.advance(1);
    expect((await ask("/media/2.png")).status).toBe(200);
  });

  test("a HEAD is served from a stored GET, a GET not from a stored HEAD", async () => {
    await start();
    const head = await ask("/media/1.png", {}, "HEAD");
    const get = await ask("/media/1.png");
    await ask("/media/1.png", {}, "HEAD");
    expect(origin.requests.map(({ method }) => method)).toEqual(["HEAD", "GET"]);
    expect([head.text, head.headers["content-length"], get.text]).toEqual(["", ["10"], "0123456789"]);
  });

  test("a range is served on a miss, from the part and from the whole object", async () => {
    await start();
    const range = { range: "bytes=2-5" };
    const bodies = [
      (await ask("/media/1.png", range)).text,
      (await ask("/media/1.png", { range: "bytes=3-4" })).text,
    ];
    await ask("/media/1.png");
    const whole = await ask("/media/1.png", range);
    expect([...bodies, whole.text, whole.status]).toEqual(["2345", "34", "2345", 206]);
    expect(whole.headers["content-range"]).toEqual(["bytes 2-5/10"]);
    expect(origin.requests).toHaveLength(2);
  });

  test("ranges that overlap get the whole object", async () => {
    await start();
    const { status, text } = await ask("/media/1.png", { range: "bytes=0-5,4-8" });
    expect([status, text, origin.requests[0]?.headers["range"]]).toEqual([200, "0123456789", undefined]);
  });

  test("a condition is answered on a miss and on a hit", async () => {
    await start();
    const condition = { "if-none-match": '"0123456789"' };
    const statuses = [await ask("/media/1.png", condition), await ask("/media/1.png", condition)];
    expect(statuses.map(({ status }) => status)).toEqual([304, 304]);
    expect((await ask("/media/1.png")).text).toBe("0123456789");
    expect(origin.requests).toHaveLength(1);
  });
});

describe("the response", () => {
  test("headers of policy and function are added on miss and hit, and CORS only once", async () => {
    await start();
    for (const headers of [{}, { origin: "https://a.example" }, {}, { origin: "https://a.example" }]) {
      const { headers: answered } = await ask("/media/1.png", headers);
      expect(answered).toMatchObject({
        "access-control-allow-origin": ["*"],
        "x-content-type-options": ["nosniff"],
      });
      expect(answered).not.toHaveProperty("x-amz-request-id");
    }
  });

  test("on an error of the origin's the policy adds its headers and the function does not run", async () => {
    await start();
    const without = await ask("/media/2.png");
    const stored = await ask("/media/2.png", { origin: "https://a.example" });
    expect(without.headers).toMatchObject({ "x-content-type-options": ["nosniff"] });
    expect(without.headers).not.toHaveProperty("access-control-allow-origin");
    expect(stored.headers["access-control-allow-origin"]).toEqual(["*"]);
  });

  test("an origin's cookies are dropped", async () => {
    origin.objects["/media/3.png"] = { body: "x", headers: { "set-cookie": ["a=1"] } };
    await start();
    expect((await ask("/media/3.png")).headers).not.toHaveProperty("set-cookie");
  });

  test("a function on the viewer request answers or changes the request", async () => {
    await start((deployed) => {
      defaultBehavior(deployed).FunctionAssociations = {
        Quantity: 1,
        Items: [{ EventType: "viewer-request", FunctionARN: "arn:function/f" }],
      };
      deployed.functions["arn:function/f"] = `function handler(event) {
        if (event.request.uri === '/gone') return { statusCode: 410 };
        event.request.uri = '/media/1.png';
        return event.request;
      }`;
    });
    expect([(await ask("/gone")).status, (await ask("/x")).text]).toEqual([410, "0123456789"]);
    expect(results()).toEqual(["FunctionGenerated", "Miss"]);
  });

  test("a function that fails is 503", async () => {
    await start((deployed) => {
      for (const arn of Object.keys(deployed.functions))
        deployed.functions[arn] = "function handler() { throw 1 }";
    });
    expect((await ask("/media/1.png")).status).toBe(503);
  });
});

test("a setting that the model does not support is refused", async () => {
  const custom = { ErrorCode: 404, ResponsePagePath: "/404.html", ResponseCode: "404" };
  await expect(
    start((deployed) => (deployed.config.CustomErrorResponses = { Quantity: 1, Items: [custom] })),
  ).rejects.toThrow(/custom error page/);
});
