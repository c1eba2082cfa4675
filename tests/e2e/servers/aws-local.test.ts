import { signed as signedBy } from "../../rgw/client";
import { describeWithEngine } from "../engine";
import { startAwsLocal, type AwsLocal } from "./aws-local";

interface Reply {
  status: number;
  text: string;
}

let aws: AwsLocal;
let buckets = 0;
let bucket: string;

/** moto knows the service by the scope of a signature, and treats calls without one as anybody's. It verifies none. */
const signed = (service: string): Record<string, string> => ({
  authorization: `AWS4-HMAC-SHA256 Credential=test/20250101/us-east-1/${service}/aws4_request`,
});

async function send(path: string, init: RequestInit): Promise<Reply> {
  const reply = await fetch(aws.url + path, init);
  return { status: reply.status, text: await reply.text() };
}

function s3(method: string, path: string, body?: unknown, headers = {}): Promise<Reply> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const init = { method, headers: { ...signed("s3"), ...headers } };
  return send(path, body === undefined ? init : { ...init, body: text });
}

function iam(action: string, parameters: Record<string, string>): Promise<Reply> {
  const body = new URLSearchParams({ Action: action, Version: "2010-05-08", ...parameters });
  return send("/", { method: "POST", headers: signed("iam"), body });
}

const arn = (path: string): string => `arn:aws:s3:::${bucket}${path}`;
const statement = (more: object): object => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: arn("/a/*"), ...more }],
});
const says = (status: number, text: string): object => ({
  status,
  text: expect.stringContaining(text) as string,
});

/** Puts a sub-resource of the bucket that must be taken. */
async function configure(name: string, root: string, elements: string): Promise<void> {
  const xml = `<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${elements}</${root}>`;
  expect(await s3("PUT", `/${bucket}?${name}`, xml)).toMatchObject({ status: 200 });
}
const openBlock = (): Promise<void> =>
  configure(
    "publicAccessBlock",
    "PublicAccessBlockConfiguration",
    "<BlockPublicAcls>false</BlockPublicAcls><BlockPublicPolicy>false</BlockPublicPolicy>",
  );

describeWithEngine("aws-local", () => {
  beforeAll(async () => {
    aws = await startAwsLocal();
  });
  beforeEach(async () => {
    bucket = `media${++buckets}`;
    expect(await s3("PUT", `/${bucket}`)).toMatchObject({ status: 200 });
  });
  afterAll(() => aws.stop());

  it("refuses a public policy until the block of the new bucket is opened, and keeps it then", async () => {
    expect(await s3("PUT", `/${bucket}?policy`, statement({}))).toMatchObject(says(403, "BlockPublicPolicy"));
    expect(await s3("GET", `/${bucket}?policy`)).toMatchObject({ status: 404 });
    const narrow = {
      Condition: { StringEquals: { "aws:SourceArn": "arn:aws:cloudfront::1:distribution/E" } },
    };
    expect(await s3("PUT", `/${bucket}?policy`, statement(narrow))).toMatchObject({ status: 204 });
    await openBlock();
    expect(await s3("PUT", `/${bucket}?policy`, statement({}))).toMatchObject({ status: 204 });
    expect(await s3("GET", `/${bucket}?policy`)).toEqual({
      status: 200,
      text: JSON.stringify(statement({})),
    });
    expect(await s3("DELETE", `/${bucket}?policy`)).toMatchObject({ status: 204 });
    expect(await s3("GET", `/${bucket}?policy`)).toMatchObject({ status: 404 });
  });

  it.each([
    ["without a principal", () => statement({ Principal: undefined }), "Missing required field Principal"],
    ["without an action", () => statement({ Action: undefined }), "Missing required field Action"],
    ["without a resource", () => statement({ Resource: undefined }), "Missing required field Resource"],
    [
      "for another bucket",
      () => statement({ Resource: "arn:aws:s3:::other/*" }),
      "invalid resource: arn:aws:s3:::other/*",
    ],
    ["for objects, with the bucket's ARN", () => statement({ Resource: arn("") }), "does not apply to any"],
    [
      "for the bucket, with objects' ARNs",
      () => statement({ Action: ["s3:ListBucket"] }),
      "does not apply to any",
    ],
    ["without statements", () => ({}), "Missing required field Statement"],
    ["that is no JSON", () => "{", "Policies must be valid JSON"],
  ])("refuses a policy %s", async (_, policy, message) => {
    const reply = await s3("PUT", `/${bucket}?policy`, policy());
    expect(reply).toMatchObject(says(400, message));
    expect(reply.text).toContain("<Code>MalformedPolicy</Code>");
  });

  it("knows no policy of a bucket that does not exist, and forgets that of a deleted one", async () => {
    await openBlock();
    await s3("PUT", `/${bucket}?policy`, statement({}));
    expect(await s3("DELETE", `/${bucket}`)).toMatchObject({ status: 204 });
    expect(await s3("PUT", `/${bucket}?policy`, statement({}))).toMatchObject(says(404, "NoSuchBucket<"));
    await s3("PUT", `/${bucket}`);
    expect(await s3("GET", `/${bucket}?policy`)).toMatchObject({ status: 404 });
  });

  it("refuses what gives rights by ACL while ACLs are disabled", async () => {
    const put = (acl: string): Promise<Reply> => s3("PUT", `/${bucket}/a.png`, "x", { "x-amz-acl": acl });
    const refused = says(400, "AccessControlListNotSupported");
    expect(await put("public-read")).toMatchObject(refused);
    expect(await s3("GET", `/${bucket}/a.png`)).toMatchObject({ status: 404 });
    expect(await put("bucket-owner-full-control")).toMatchObject({ status: 200 });
    expect(await s3("PUT", `/${bucket}/b.png`, "x")).toMatchObject({ status: 200 });
    expect(await s3("PUT", `/${bucket}/a.png?acl`, undefined, { "x-amz-acl": "private" })).toMatchObject(
      refused,
    );
    expect(await s3("PUT", `/${bucket}?acl`, undefined, { "x-amz-acl": "public-read" })).toMatchObject(
      refused,
    );
    expect(await s3("PUT", `/${bucket}/a.png`, "x", { "x-amz-grant-read": 'id="1"' })).toMatchObject(refused);
    const copy = { "x-amz-acl": "public-read", "x-amz-copy-source": `/${bucket}/b.png` };
    expect(await s3("PUT", `/${bucket}/c.png`, undefined, copy)).toMatchObject(refused);
    expect(
      await s3("POST", `/${bucket}/d.png?uploads`, undefined, { "x-amz-acl": "public-read" }),
    ).toMatchObject(refused);
  });

  it("with ACLs, refuses public ones only as long as the block says so", async () => {
    await configure(
      "ownershipControls",
      "OwnershipControls",
      "<Rule><ObjectOwnership>BucketOwnerPreferred</ObjectOwnership></Rule>",
    );
    const put = (acl: string): Promise<Reply> => s3("PUT", `/${bucket}/a.png`, "x", { "x-amz-acl": acl });
    expect(await put("private")).toMatchObject({ status: 200 });
    expect(await put("public-read")).toMatchObject({ status: 403 });
    await openBlock();
    expect(await put("public-read")).toMatchObject({ status: 200 });
  });

  it("deletes no bucket that holds objects", async () => {
    await s3("PUT", `/${bucket}/a.png`, "x");
    expect(await s3("DELETE", `/${bucket}`)).toMatchObject(says(409, "BucketNotEmpty"));
  });

  it("empties a bucket whose versioning is suspended of its delete markers", async () => {
    const versioning = (status: string): Promise<void> =>
      configure("versioning", "VersioningConfiguration", `<Status>${status}</Status>`);
    await versioning("Enabled");
    await s3("PUT", `/${bucket}/a.png`, "x");
    await s3("DELETE", `/${bucket}/a.png`);
    await versioning("Suspended");
    const versions = await s3("GET", `/${bucket}?versions`);
    const ids = [...versions.text.matchAll(/<VersionId>([^<]*)</g)].map(([, id]) => String(id));
    expect(ids).toHaveLength(2);
    for (const id of ids)
      expect(await s3("DELETE", `/${bucket}/a.png?versionId=${id}`)).toMatchObject({ status: 204 });
    expect(await s3("DELETE", `/${bucket}`)).toMatchObject({ status: 204 });
  });

  it("gives a user two access keys, inactive ones included", async () => {
    await iam("CreateUser", { UserName: "writer" });
    const key = await iam("CreateAccessKey", { UserName: "writer" });
    const AccessKeyId = /<AccessKeyId>([^<]*)</.exec(key.text)![1]!;
    await iam("UpdateAccessKey", { UserName: "writer", AccessKeyId, Status: "Inactive" });
    expect(await iam("CreateAccessKey", { UserName: "writer" })).toMatchObject({ status: 200 });
    expect(await iam("CreateAccessKey", { UserName: "writer" })).toMatchObject(says(409, "LimitExceeded"));
    expect(await iam("ListServiceSpecificCredentials", { UserName: "writer" })).toMatchObject({
      status: 200,
    });
  });

  it("checks keys and their users' policies when it is told to, and only then", async () => {
    const UserName = "app";
    await iam("CreateUser", { UserName });
    const Statement = [{ Effect: "Allow", Action: ["s3:PutObject", "s3:GetObject"], Resource: arn("/*") }];
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await iam("PutUserPolicy", { UserName, PolicyName: "media", PolicyDocument });
    const { text } = await iam("CreateAccessKey", { UserName });
    const [accessKeyId, secretAccessKey] = ["AccessKeyId", "SecretAccessKey"].map(
      (name) => new RegExp(`<${name}>([^<]*)<`).exec(text)![1]!,
    ) as [string, string];
    const put = async (path: string, secret = secretAccessKey): Promise<number> => {
      const request = { method: "PUT", url: `${aws.url}/${path}`, body: "x" };
      return (await signedBy({ accessKeyId, secretAccessKey: secret }, request)).status;
    };
    const tried = async (): Promise<number[]> =>
      aws.checkingKeys(async () => [
        await put(`${bucket}/a/b.png`),
        await put(`${bucket}/a/b.png`, "wrong"),
        await put("media1/a/b.png"),
        (await send(`/${bucket}/a/b.png`, { headers: signed("s3") })).status,
      ]);
    expect(await tried()).toEqual([200, 403, 403, 403]);
    await iam("UpdateAccessKey", { UserName, AccessKeyId: accessKeyId, Status: "Inactive" });
    expect(await tried()).toEqual([403, 403, 403, 403]);
    expect(await put("media1/a/b.png", "wrong")).toBe(200);
  });

  it("keeps a log of what was asked", async () => {
    await s3("GET", `/${bucket}?policy`);
    await iam("CreateUser", { UserName: "other" });
    expect(aws.requests.slice(-3)).toEqual([
      { method: "PUT", path: `/${bucket}`, action: undefined },
      { method: "GET", path: `/${bucket}`, action: "policy" },
      { method: "POST", path: "/", action: "CreateUser" },
    ]);
  });
});
