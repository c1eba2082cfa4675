/** The bucket as an origin, on Ceph RGW. */
import { corsXml } from "../../../rgw/from-preview";
import { S3 } from "../../../rgw/s3";
import { describeWithRgw, startRgw, type Rgw } from "../../../rgw/server";
import type { OriginRequest } from "./origin-request";
import { s3Origin, type ServiceRequest } from "./s3-origin";

const BUCKET = "origin-media";
const HOST = `${BUCKET}.s3.eu-central-1.amazonaws.com`;
const ARN = "arn:aws:cloudfront::111111111111:distribution/EDFDVBD6EXAMPLE";

describeWithRgw("a bucket as CloudFront's origin", () => {
  let rgw: Rgw;
  const asked: ServiceRequest[] = [];
  let allows: (request: ServiceRequest) => boolean;

  beforeAll(async () => {
    rgw = await startRgw();
    const s3 = new S3(rgw);
    await s3.must(rgw.root, { method: "PUT", bucket: BUCKET });
    for (const key of ["media/1.png", "media/a b+ä.png", "//media/1.png", "../media/1.png"])
      await s3.must(rgw.root, { method: "PUT", bucket: BUCKET, key: "x", body: key }).then(() => put(key));
    s3.close();
  }, 300_000);
  afterAll(() => (rgw as Rgw | undefined)?.stop());
  beforeEach(() => {
    asked.length = 0;
    allows = ({ action }) => action === "s3:GetObject";
  });

  const put = (key: string) =>
    ask({ method: "PUT", target: `/${encodeURIComponent(key)}`, body: Buffer.from(key) }, () => true);
  const ask = (request: Partial<OriginRequest>, decide = allows) =>
    s3Origin({
      endpoint: rgw.http,
      owner: rgw.root,
      allows: (one) => {
        asked.push(one);
        return decide(one);
      },
    })(HOST, { method: "GET", target: "/", headers: {}, body: Buffer.alloc(0), signedFor: ARN, ...request });

  test.each([
    ["/media/1.png", "media/1.png"],
    ["/media/a%20b%2B%C3%A4.png", "media/a b+ä.png"],
    ["///media/1.png", "//media/1.png"],
    ["/../media/1.png", "../media/1.png"],
    ["/%2e%2e/media/1.png", "../media/1.png"],
    ["/%2E%2E%2fmedia%2f1.png", "../media/1.png"],
  ])("%s is the key %s", async (target, key) => {
    const { status, body } = await ask({ target });
    expect([status, body.toString()]).toEqual([200, key]);
    expect(asked).toEqual([
      { action: "s3:GetObject", resource: `arn:aws:s3:::${BUCKET}/${key}`, sourceArn: ARN },
    ]);
  });

  test("what the policy denies is 403, and so is an unsigned request to a private bucket", async () => {
    allows = () => false;
    expect((await ask({ target: "/media/1.png" })).status).toBe(403);
    const unsigned = { method: "GET", target: "/media/1.png", headers: {}, body: Buffer.alloc(0) };
    const { status } = await s3Origin({ endpoint: rgw.http, owner: rgw.root, allows: () => true })(
      HOST,
      unsigned,
    );
    expect(status).toBe(403);
  });

  test("a missing key is 403, and 404 with the right to list", async () => {
    expect((await ask({ target: "/media/2.png" })).status).toBe(403);
    expect((await ask({ target: "/media/2.png" }, () => true)).status).toBe(404);
  });

  test.each([
    ["GET", "/", "s3:ListBucket"],
    ["GET", "/?list-type=2", "s3:ListBucket"],
    ["GET", "/?versions", "s3:ListBucketVersions"],
    ["GET", "/?policy", "s3:GetBucketPolicy"],
    ["GET", "/media/1.png?acl", "s3:GetObjectAcl"],
    ["GET", "/media/1.png?versionId=1", "s3:GetObjectVersion"],
    ["HEAD", "/media/1.png", "s3:GetObject"],
    ["PUT", "/media/1.png", "s3:PutObject"],
    ["DELETE", "/media/1.png", "s3:DeleteObject"],
  ])("%s %s is %s", async (method, target, action) => {
    await ask({ method, target }, () => false);
    expect(asked[0]?.action).toBe(action);
  });

  test("a preflight is answered by the CORS rules, whatever the policy says", async () => {
    const page = { origin: ["https://social.example"], "access-control-request-method": ["GET"] };
    const preflight = { method: "OPTIONS", target: "/media/1.png", headers: page };
    expect((await ask(preflight, () => false)).status).toBe(403);
    const rules = corsXml([{ allowedMethods: ["GET"], allowedOrigins: ["https://social.example"] }]);
    const s3 = new S3(rgw);
    await s3.must(rgw.root, { method: "PUT", bucket: BUCKET, query: "cors", body: rules });
    s3.close();
    expect((await ask(preflight, () => false)).status).toBe(200);
    expect(asked).toEqual([]);
  });

  test("whoever may list gets the listing", async () => {
    expect((await ask({ target: "/?list-type=2" }, () => true)).body.toString()).toContain(
      "<ListBucketResult",
    );
  });
});
