/** Whether the prober sees what it is there to see: every kind of opening, made by hand. */
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

  it("sees nothing of a bucket that does not exist, nor of a private one", async () => {
    expect(await prober.take()).toMatchObject({ leaks: [], public: { [`https ${PUBLIC}`]: [404] } });
    await owner("PUT", {});
    await owner("PUT", { key: PRIVATE, body: SECRET });
    await owner("PUT", { key: PUBLIC, body: "an avatar" });
    await prober.take();
    expect(await prober.take()).toEqual({
      rounds: expect.any(Number) as number,
      leaks: [],
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

  it("is not alarmed by what may be public", async () => {
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

  it("takes silence for no proof, and says when it has ended", async () => {
    const before = await prober.take();
    await rgw.stop();
    const { leaks } = await prober.take();
    expect([before.leaks, leaks[0]]).toEqual([[], expect.stringContaining("no answer: ")]);
    await prober.stop();
    await expect(prober.take()).rejects.toThrow("the prober has ended");
  });
});
