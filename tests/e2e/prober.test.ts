/** Whether the prober sees what it is there to see: every kind of opening, made by hand. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Answer } from "../rgw/client";
import { Prober, type Report } from "./prober";
import { S3 } from "../rgw/s3";
import { describeWithRgw, startRgw, type Rgw } from "../rgw/server";

const bucket = "e2e-prober";
const PUBLIC = "accounts/1.png";
const PRIVATE = "backups/1.zip";
const SECRET = "the bytes of somebody's export";

describeWithRgw("the prober", () => {
  let rgw: Rgw;
  let s3: S3;
  let prober: Prober;
  const owner = (method: string, rest: object): Promise<unknown> =>
    s3.must(rgw.root, { method, bucket, ...rest });

  beforeAll(async () => {
    rgw = await startRgw();
    s3 = new S3(rgw);
    prober = new Prober(rgw, { bucket, private: { [PRIVATE]: SECRET }, public: [PUBLIC] });
  });
  afterAll(async () => {
    await (prober as Prober | undefined)?.stop();
    (s3 as S3 | undefined)?.close();
    await (rgw as Rgw | undefined)?.stop();
  });

  it("reports nothing about a bucket that does not exist, nor about a private one", async () => {
    expect(await prober.take()).toMatchObject({ leaks: [], public: { [`https ${PUBLIC}`]: [404] } });
    await owner("PUT", {});
    await owner("PUT", { key: PRIVATE, body: SECRET });
    await owner("PUT", { key: PUBLIC, body: "an avatar" });
    await prober.take();
    expect(await prober.take()).toEqual({
      rounds: expect.any(Number) as number,
      leaks: [],
      unanswered: [],
      public: { [`http ${PUBLIC}`]: [403], [`https ${PUBLIC}`]: [403] },
    });
  });

  const acl = (value: string, key?: string) => ({ key, query: "acl", headers: { "x-amz-acl": value } });
  const policy = (action: string, resource: string, principal?: object) => {
    const Resource = `arn:aws:s3:::${bucket}${resource}`;
    const Statement = [{ Effect: "Allow", Principal: principal ?? "*", Action: action, Resource }];
    return { query: "policy", body: JSON.stringify({ Version: "2012-10-17", Statement }) };
  };
  const nothing = policy("s3:GetObject", "/nothing");

  /** What is seen while a change lasts. */
  async function seen(change: object, back: object): Promise<Report> {
    await owner("PUT", change);
    const report = await prober.take();
    await owner("PUT", back);
    await prober.take();
    return report;
  }

  it("does not report what may be public", async () => {
    const { leaks, public: readable } = await seen(policy("s3:GetObject", "/accounts/*"), nothing);
    expect(leaks).toEqual([]);
    expect(readable[`https ${PUBLIC}`]).toContain(200);
  });

  const ALL = ["anybody, http", "anybody, https", "a stranger, https"];
  const STRANGER = ["a stranger, https"];
  const LISTS = ["list", "list v2", "versions"];
  const other = { AWS: "arn:aws:iam:::user/other" };
  it.each([
    ["a bucket's ACL", acl("public-read"), acl("private"), ALL, [...LISTS, "uploads"]],
    [
      "an ACL for everybody with a key",
      acl("authenticated-read"),
      acl("private"),
      STRANGER,
      [...LISTS, "uploads"],
    ],
    ["a policy with ListBucket", policy("s3:ListBucket", ""), nothing, ALL, ["list", "list v2"]],
    ["a policy with ListBucketVersions", policy("s3:ListBucketVersions", ""), nothing, ALL, ["versions"]],
    ["an object's ACL", acl("public-read", PRIVATE), acl("private", PRIVATE), ALL, [PRIVATE]],
    ["a policy on all objects", policy("s3:GetObject", "/*"), nothing, ALL, [PRIVATE]],
    ["a policy for the stranger", policy("s3:GetObject", "/*", other), nothing, STRANGER, [PRIVATE]],
  ])("sees %s", async (_, open, close, who, what) => {
    const { leaks } = await seen(open, close);
    expect(leaks.sort()).toEqual(
      who
        .flatMap((one) =>
          what.map((name) => `${one}, ${name}: shows ${name === PRIVATE ? PRIVATE : "a listing"}`),
        )
        .sort(),
    );
    expect(await prober.take()).toMatchObject({ leaks: [] });
  });

  it("reads silence neither as a leak nor as a proof, and reports its end", async () => {
    const before = await prober.take();
    await rgw.stop();
    const silence = /could not be asked within 3 s:\n(.*\n)*anybody, http, list: /; // The servers end in any order.
    await expect(prober.take(3_000)).rejects.toThrow(silence);
    await prober.stop();
    await expect(prober.take()).rejects.toThrow("the prober has ended");
    expect(before.leaks).toEqual([]);
  });
});

describe("the prober at a server that is too busy", () => {
  const denied: Answer = {
    status: 403,
    headers: {},
    body: Buffer.from(""),
    text: "<Code>AccessDenied</Code>",
  };
  const listing = { ...denied, status: 200, text: "<ListBucketResult>" };
  const targets = { bucket, private: { [PRIVATE]: SECRET }, public: [PUBLIC] };
  const rgw = { other: { accessKeyId: "other", secretAccessKey: "secret" } } as Rgw;

  /** A prober whose questions about `query` are answered by `answer`, and all others with 403. */
  async function reportOf(query: string, answer: (asked: number) => Promise<Answer>): Promise<Report> {
    let asked = 0;
    const prober = new Prober(rgw, targets, (_, request) =>
      request.query === query ? answer(asked++) : Promise.resolve(denied),
    );
    try {
      return await prober.take(5_000);
    } finally {
      await prober.stop();
    }
  }
  const silence = () => Promise.reject(new Error("no answer"));

  it("repeats a request without an answer, and reports it separately from leaks", async () => {
    const { leaks, unanswered } = await reportOf("versions", (asked) =>
      asked < 3 ? silence() : Promise.resolve(denied),
    );
    expect(leaks).toEqual([]);
    expect(unanswered).toContain("anybody, https, versions: Error: no answer");
  });

  it("reads 503 as silence too", async () => {
    const busy = { ...denied, status: 503, text: "<Code>SlowDown</Code>" };
    const { leaks, unanswered } = await reportOf("versions", (asked) =>
      Promise.resolve(asked < 3 ? busy : denied),
    );
    expect(leaks).toEqual([]);
    expect(unanswered).toContain("anybody, http, versions: 503");
  });

  it("takes 501 for an answer, because the server does not know the request", async () => {
    const unknown = { ...denied, status: 501, text: "<Code>NotImplemented</Code>" };
    const { leaks, unanswered } = await reportOf("versions", () => Promise.resolve(unknown));
    expect({ leaks, unanswered }).toEqual({ leaks: [], unanswered: [] });
  });

  it("waits for a late answer, and finds the leak in it", async () => {
    const { leaks } = await reportOf("versions", async (asked) => {
      await sleep(500);
      return asked === 0 ? listing : denied;
    });
    expect(leaks).toEqual(["anybody, http, versions: shows a listing"]);
  });

  it("reports a leak that comes after silence", async () => {
    const { leaks } = await reportOf("versions", (asked) =>
      asked < 3 ? silence() : Promise.resolve(listing),
    );
    expect(leaks).toContain("a stranger, https, versions: shows a listing");
  });

  it("does not count a round with an unanswered request", async () => {
    await expect(reportOf("uploads", silence)).rejects.toThrow("could not be asked within 5 s");
  });
});
