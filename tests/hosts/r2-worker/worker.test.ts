/** What the table of requests cannot say: metadata, time, large files, and a legacy host that is slow. */
import { request as httpRequest } from "node:http";
import { gunzipSync } from "node:zlib";
import { contentFor } from "../../e2e/media-host/ask-case";
import { header } from "../../e2e/servers/cloudfront/message";
import { LegacyServer } from "./legacy-server";
import { HOSTNAME, WorkerStage } from "./worker-stage";

const KEY = "media_attachments/files/one.bin";

describe("with copies for one second", () => {
  let stage: WorkerStage;
  beforeAll(async () => (stage = await WorkerStage.start({ settings: { maxAgeSeconds: 1 } })));
  afterAll(() => stage.stop());

  test("a deleted file is gone after maxAgeSeconds, and an overwritten one is the new one", async () => {
    for (const key of ["accounts/a.png", "accounts/b.png"]) {
      await stage.put(key, "old");
      expect((await stage.ask(`/${key}`)).text).toBe("old");
    }
    await stage.remove("accounts/a.png");
    await stage.put("accounts/b.png", "new");
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await stage.ask("/accounts/a.png")).status).toBe(404);
    expect((await stage.ask("/accounts/b.png")).text).toBe("new");
  });

  test("an object has the headers with which it was uploaded", async () => {
    await stage.put(KEY, "text", {
      contentType: "text/html; charset=utf-8",
      contentLanguage: "de",
      contentDisposition: 'attachment; filename="a.html"',
    });
    for (const method of ["GET", "HEAD"]) {
      const { headers } = await stage.ask(`/${KEY}`, { method });
      expect(header(headers, "content-type")).toBe("text/html; charset=utf-8");
      expect(header(headers, "content-language")).toBe("de");
      expect(header(headers, "content-disposition")).toBe('attachment; filename="a.html"');
      // Of a file to which the app gave no time.
      expect(header(headers, "cache-control")).toBe("public, max-age=1");
    }
  });

  test("an object without a type is bytes, and one with an expiry keeps it", async () => {
    await stage.put(KEY, "text", { cacheExpiry: new Date("2100-01-01T00:00:00Z") });
    const { headers } = await stage.ask(`/${KEY}`, { method: "HEAD" });
    expect(header(headers, "content-type")).toBe("application/octet-stream");
    expect(header(headers, "expires")).toBe("Fri, 01 Jan 2100 00:00:00 GMT");
    expect(headers["cache-control"]).toBeUndefined();
  });
});

describe("with copies for an hour", () => {
  let stage: WorkerStage;
  beforeAll(async () => (stage = await WorkerStage.start()));
  afterAll(() => stage.stop());

  test("an object that was uploaded encoded is sent as it is, and not encoded again", async () => {
    const content = "not really gzip";
    await stage.put(KEY, content, { contentEncoding: "gzip", contentType: "text/css" });
    for (const headers of [{}, { "accept-encoding": "gzip" }, { "accept-encoding": "br" }]) {
      const answer = await stage.ask(`/${KEY}`, { headers });
      expect(answer.headers["content-encoding"]).toEqual(["gzip"]);
      expect(answer.text).toBe(content);
    }
  });

  test("an empty object is served, and has no range", async () => {
    await stage.put("accounts/empty.png", "");
    const { status, headers, text } = await stage.ask("/accounts/empty.png");
    expect([status, headers["content-length"], text]).toEqual([200, ["0"], ""]);
    for (const range of ["bytes=0-", "bytes=0-0", "bytes=-1"]) {
      const answer = await stage.ask("/accounts/empty.png", { headers: { range } });
      expect([answer.status, answer.headers["content-range"]]).toEqual([416, ["bytes */0"]]);
    }
  });

  test("a copy has the Expires header of its object, and no Cache-Control header beside it", async () => {
    await stage.put("accounts/expires.png", "text", { cacheExpiry: new Date("2100-01-01T00:00:00Z") });
    await stage.ask("/accounts/expires.png");
    const { headers } = await stage.ask("/accounts/expires.png");
    expect(header(headers, "x-cache")).toBe("HIT");
    expect(header(headers, "expires")).toBe("Fri, 01 Jan 2100 00:00:00 GMT");
    expect(headers["cache-control"]).toBeUndefined();
    expect(Object.keys(headers).filter((name) => /^x-(stored|readers)/.test(name))).toEqual([]);
  });

  test.each([
    ["private", false],
    ["max-age=60, No-Store", false],
    ["no-cache", false],
    ['max-age=60 , private="set-cookie"', false],
    ["public, max-age=60", true],
    ["max-age=60, x-private", true],
  ])("an object with Cache-Control %j is copied: %j", async (cacheControl, isCopied) => {
    const key = `accounts/${encodeURIComponent(cacheControl).replaceAll("%", "")}.png`;
    await stage.put(key, "text", { cacheControl });
    for (const { headers } of [await stage.ask(`/${key}`), await stage.ask(`/${key}`)]) {
      expect(header(headers, "cache-control")).toBe(cacheControl);
    }
    await stage.remove(key);
    expect((await stage.ask(`/${key}`)).status).toBe(isCopied ? 200 : 404);
  });

  test("a large file is sent whole and in parts, and not copied", async () => {
    const large = "0123456789abcdef".repeat(1_310_720);
    await stage.put("accounts/large.bin", large);
    expect((await stage.ask("/accounts/large.bin")).text === large).toBe(true);
    const part = await stage.ask("/accounts/large.bin", { headers: { range: "bytes=10000001-10000004" } });
    expect([part.status, part.text]).toEqual([206, "1234"]);
    await stage.remove("accounts/large.bin");
    expect((await stage.ask("/accounts/large.bin")).status).toBe(404);
  });
});

test("with maxAgeSeconds 0 nothing is copied", async () => {
  const stage = await WorkerStage.start({ settings: { maxAgeSeconds: 0 } });
  await stage.put(KEY, "text");
  expect((await stage.ask(`/${KEY}`)).status).toBe(200);
  await stage.remove(KEY);
  expect((await stage.ask(`/${KEY}`)).status).toBe(404);
  await stage.stop();
});

describe("with a legacy host", () => {
  let legacy: LegacyServer;
  let stage: WorkerStage;
  beforeAll(async () => {
    legacy = await LegacyServer.start();
    const settings = { legacy: { hostname: "social.example", path: "system" } };
    stage = await WorkerStage.start({ settings, legacy });
  });
  afterAll(async () => {
    await stage.stop();
    await legacy.stop();
  });

  test("it gets its own name and the headers of ranges, and nothing else of the reader's", async () => {
    await stage.ask("/accounts/old/1.png", {
      headers: { range: "bytes=0-1", cookie: "a=1", authorization: "b", "x-amz-acl": "c", referer: "d" },
    });
    const { host, range, via, ...others } = legacy.headers;
    expect([host, range, via]).toEqual(["social.example", "bytes=0-1", `1.1 ${HOSTNAME}`]);
    for (const name of ["cookie", "authorization", "x-amz-acl", "referer"])
      expect(others[name]).toBeUndefined();
  });

  test("a file that it sends encoded is sent on as it is", async () => {
    const { status, headers, body } = await stage.ask("/accounts/encoded/1.png");
    expect([status, headers["content-encoding"]]).toEqual([200, ["gzip"]]);
    expect(gunzipSync(body).toString()).toBe(contentFor("legacy accounts/encoded/1.png"));
  });

  test("one that does not answer is 502 after ten seconds", async () => {
    const started = Date.now();
    const { status } = await stage.ask("/accounts/silent/1.png");
    expect(status).toBe(502);
    expect(Date.now() - started).toBeGreaterThan(9_000);
  }, 60_000);

  test("a body that never ends is sent on while it comes", async () => {
    const url = await stage.url();
    const first = await new Promise<string>((resolve, reject) => {
      const request = httpRequest(`${url}accounts/endless/1.mp4`, { headers: { host: HOSTNAME } });
      request.on("response", (response) =>
        response.once("data", (chunk: Buffer) => {
          request.destroy();
          resolve(chunk.toString());
        }),
      );
      request.on("error", reject);
      request.end();
    });
    expect(first).toMatch(/^endless /);
  });
});
