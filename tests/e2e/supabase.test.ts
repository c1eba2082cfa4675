/** Supabase's storage on Ceph RGW: its features one after the other, its own S3 calls, and what the engine refuses. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { Agent } from "node:https";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "dotenv";
import type { PolicyDocument, Statement } from "../../access/policy";
import { readOverlay } from "../env/formats/compose-reader";
import { signed } from "../rgw/client";
import { missingForRgw, startRgw, type Rgw } from "../rgw/server";
import { findPlaintext } from "./canaries";
import { describeWithEngine, testsAreSteps } from "./engine";
import { comparable, offlinePreview } from "./offline";
import { projectProgram } from "./programs";
import type { Run } from "./runs";
import { TestStack } from "./workspace";

const describeWithBoth = missingForRgw() === undefined ? describeWithEngine : describe.skip;

/** What S3 answers to Storage where nothing is missing: 404 is what it waits for. */
const ANSWERS = {
  "upload: PutObject": 200,
  "upload of unknown length: multipart": 200,
  "upload: HeadObject": 200,
  "upload: its type and cache time": "image/png, max-age=3600",
  "download: GetObject": 206,
  "image: presigned GetObject": 200,
  "copy: CopyObject": 200,
  "admin: CopyObject for a backup": 200,
  "admin: ListObjectsV2": 200,
  "delete: DeleteObject": 204,
  "resumable: CreateMultipartUpload": 200,
  "resumable: PutObject of .info, tagged": 200,
  "resumable: GetObject of .info": 200,
  "resumable: ListParts": 200,
  "resumable: HeadObject of the missing .part": 404,
  "resumable: PutObject of .part, tagged": 200,
  "resumable: GetObject of .part": 200,
  "resumable: DeleteObject of .part": 204,
  "resumable: UploadPart": 200,
  "protocol endpoint: UploadPartCopy": 200,
  "resumable: CompleteMultipartUpload": 200,
  "resumable: PutObject of .info, completed": 200,
  "resumable: HeadObject": 200,
  "given up: CreateMultipartUpload": 200,
  "given up: AbortMultipartUpload": 204,
  "delete of many: DeleteObjects": 200,
};

describeWithBoth("a Supabase instance's storage on Ceph", () => {
  const bucket = "e2e-supabase-files";
  let rgw: Rgw;
  let stack: TestStack;
  const secrets = new Set<string>();
  testsAreSteps();

  beforeAll(async () => {
    rgw = await startRgw();
    // Nothing listens there: whatever goes to AWS fails. Types are checked by lint, and a score of commands here would check
    // them again each.
    const more = { AWS_CA_BUNDLE: rgw.ca, PULUMI_NODEJS_TRANSPILE_ONLY: "true" };
    stack = await TestStack.create(projectProgram, "http://127.0.0.1:9", more);
  });
  afterAll(async () => {
    try {
      await stack.dispose();
    } finally {
      await rgw.stop();
    }
  });

  /** Says what the config is from now on. */
  function configure(rest: object): void {
    const supabase = { publicUrl: "https://supabase.example", tenantId: "acme", ...rest };
    stack.configure({ "media-storage:instances": { db: { supabase } } });
  }
  const endpoint = { protocolEndpoint: {} };
  const rotated = { protocolEndpoint: { keyRotation: "2026-11-25" } };
  const backend = () => ({
    backend: {
      bucket,
      store: { s3: { server: "ceph", endpoint: rgw.https, region: "default", caFile: rgw.ca } },
      writer: { given: { accessKeyId: rgw.writer.accessKeyId, principal: "arn:aws:iam:::user/writer" } },
    },
  });

  /** The variables of the container, read from the two pieces that the operator pastes. */
  async function variables(): Promise<Record<string, string>> {
    const { dbEnv, dbComposeOverlay } = await stack.outputs();
    const { storage = {} } = readOverlay(dbComposeOverlay?.value as string, parse(dbEnv?.value as string));
    for (const name of [
      "AWS_SECRET_ACCESS_KEY",
      "S3_PROTOCOL_ACCESS_KEY_ID",
      "S3_PROTOCOL_ACCESS_KEY_SECRET",
    ])
      if (storage[name] !== undefined) secrets.add(storage[name]);
    return storage;
  }

  /** Says what changed; the component's own entry says that its arguments did, and nothing else. */
  const changesOf = ({ steps }: Run): string[] => steps.filter((step) => step !== "update db");

  async function deploy(rest: object): Promise<string[]> {
    configure(rest);
    return changesOf(await stack.up());
  }

  describe("its features", () => {
    let pair: Record<string, string>;

    it("begin with only the protocol endpoint, which needs no bucket", async () => {
      configure(endpoint);
      const [engine, offline] = [await stack.previewJson(), offlinePreview(stack.folder)];
      expect(comparable(offline)).toEqual(comparable(engine));
      expect(await stack.up()).toMatchObject({ changes: { create: 6 } });
      pair = await variables();
      expect(pair).toEqual({
        TENANT_ID: "acme",
        S3_PROTOCOL_ACCESS_KEY_ID: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
        S3_PROTOCOL_ACCESS_KEY_SECRET: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      });
      expect(Object.keys(await stack.outputs())).not.toContain("dbBucketName");
    });

    it("continue with the bucket, and the same keys of the endpoint", async () => {
      stack.configure({ "media-storage:dbStoreAccessKeyId": rgw.root.accessKeyId });
      await stack.setSecret("media-storage:dbSecretAccessKey", rgw.writer.secretAccessKey);
      await stack.setSecret("media-storage:dbStoreSecretAccessKey", rgw.root.secretAccessKey);
      expect((await deploy({ ...endpoint, ...backend() })).sort()).toEqual([
        "create db-access-block",
        "create db-bucket",
        "create db-policy",
        // The program's provider, which all instances with this server and key share.
        expect.stringMatching(/^create store_https_127\.0\.0\.1_\d+_default_key-/),
      ]);
      expect(await stack.up()).toMatchObject({ changes: { same: 10 }, steps: [] });
      expect(stack.dropped()).toEqual([]);
      expect(await variables()).toEqual({
        ...pair,
        STORAGE_BACKEND: "s3",
        GLOBAL_S3_BUCKET: bucket,
        REGION: "default",
        GLOBAL_S3_ENDPOINT: rgw.https,
        GLOBAL_S3_FORCE_PATH_STYLE: "true",
        AWS_ACCESS_KEY_ID: rgw.writer.accessKeyId,
        AWS_SECRET_ACCESS_KEY: rgw.writer.secretAccessKey,
        AWS_REQUEST_CHECKSUM_CALCULATION: "WHEN_REQUIRED",
        AWS_RESPONSE_CHECKSUM_VALIDATION: "WHEN_REQUIRED",
        NODE_EXTRA_CA_CERTS: rgw.ca,
      });
    });

    it("have another key pair after a rotation, and nothing else changes", async () => {
      const before = await variables();
      expect((await deploy({ ...rotated, ...backend() })).sort()).toEqual(
        ["id", "secret"]
          .flatMap((suffix) =>
            ["create-replacement", "delete-replaced", "replace"].map(
              (op) => `${op} db-protocol-key-${suffix}`,
            ),
          )
          .sort(),
      );
      const after = await variables();
      const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
      expect(changed).toEqual(["S3_PROTOCOL_ACCESS_KEY_ID", "S3_PROTOCOL_ACCESS_KEY_SECRET"]);
    });
  });

  describe("Storage's own calls, with the overlay and .env", () => {
    let agent: Agent;
    let policy: PolicyDocument;

    /** By https: the policy lets not even the owner change it in clear text. */
    const asOwner = (method: string, body?: string) =>
      signed(rgw.root, { method, url: `${rgw.https}/${bucket}?policy`, agent, ...(body && { body }) });

    /** What S3 answers to them now. */
    async function answers(): Promise<object> {
      const env = await variables();
      const { stdout } = await promisify(execFile)(process.execPath, [join(__dirname, "storage-api.cjs")], {
        env,
        timeout: 240_000,
      });
      return JSON.parse(stdout) as object;
    }

    async function putPolicy(document: PolicyDocument): Promise<void> {
      expect((await asOwner("PUT", JSON.stringify(document))).status).toBe(204);
    }

    beforeAll(async () => {
      agent = new Agent({ ca: readFileSync(rgw.ca) });
      policy = JSON.parse((await asOwner("GET")).text) as PolicyDocument;
    });
    afterAll(async () => {
      await putPolicy(policy);
      agent.destroy();
    });

    it("all pass", async () => expect(await answers()).toEqual(ANSWERS));

    // Denied, not left out: on Ceph the owner of an object may do with it what no policy says. s3:PutObjectTagging cannot be
    // seen here, for 16.2.15 does not ask for it where a tag comes with an upload; AWS does
    // (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html).
    it.each<[string, object]>([
      ["s3:ListBucket", { "resumable: HeadObject of the missing .part": 403, "admin: ListObjectsV2": 403 }],
      ["s3:ListMultipartUploadParts", { "resumable: ListParts": 403 }],
      ["s3:AbortMultipartUpload", { "given up: AbortMultipartUpload": 403 }],
      [
        "s3:DeleteObject",
        {
          "delete: DeleteObject": 403,
          "resumable: DeleteObject of .part": 403,
          "delete of many: DeleteObjects": 403,
        },
      ],
    ])("without %s only these fail", async (action, refused) => {
      const arn = `arn:aws:s3:::${bucket}`;
      const denial: Statement = {
        Sid: "Denied",
        Effect: "Deny",
        Principal: { AWS: "arn:aws:iam:::user/writer" },
        Action: action,
        Resource: [arn, `${arn}/*`],
      };
      await putPolicy({ ...policy, Statement: [...policy.Statement, denial] });
      expect(await answers()).toEqual({ ...ANSWERS, ...refused });
    });
  });

  describe("another tenant id", () => {
    const both = () => ({ ...rotated, ...backend() });
    const refusal = /db-previousTenantId.*\n?.*protect/;

    it("is an error in the preview, with the argument to set", async () => {
      configure({ ...both(), tenantId: "globex" });
      await expect(stack.preview()).rejects.toThrow(refusal);
    });

    it("is also an error without a preview, and the next deployment restores everything", async () => {
      const before = await variables();
      await expect(stack.up()).rejects.toThrow(refusal);
      expect(await variables()).toEqual(before);
      expect(await deploy(both())).toEqual(["delete db-tenant-globex"]);
      expect(await variables()).toEqual(before);
    });

    it("is an error if the argument names another old value", async () => {
      configure({ ...both(), tenantId: "globex", previousTenantId: "acne" });
      await expect(stack.preview()).rejects.toThrow(refusal);
    });

    it("is deployed at once if the argument confirms it", async () => {
      expect(await deploy({ ...both(), tenantId: "globex", previousTenantId: "acme" })).toEqual([]);
      expect(await variables()).toMatchObject({ TENANT_ID: "globex" });
    });

    it("is not a change any more, with or without the argument", async () => {
      expect(changesOf(await stack.preview())).toEqual([]);
      configure({ ...both(), tenantId: "globex" });
      expect(changesOf(await stack.preview())).toEqual([]);
    });

    it("is an error again, although the argument of the previous change is set", async () => {
      configure({ ...both(), tenantId: "initech", previousTenantId: "acme" });
      await expect(stack.preview()).rejects.toThrow(refusal);
    });
  });

  it("closes the endpoint, and deletes its keys", async () => {
    expect((await deploy({ ...backend(), tenantId: "globex" })).sort()).toEqual([
      "delete db-protocol-key-id",
      "delete db-protocol-key-secret",
    ]);
    const names = Object.entries(await variables());
    expect(names.filter(([name]) => name.startsWith("S3_PROTOCOL"))).toEqual([
      ["S3_PROTOCOL_ENABLED", "false"],
    ]);
  });

  it("is not destroyed while it is protected", async () => {
    await expect(stack.destroy()).rejects.toThrow(/protect/);
  });

  it("has never shown its secrets", async () => {
    expect(secrets.size).toBe(5);
    const all = [...secrets, rgw.root.secretAccessKey];
    expect(findPlaintext(all, await stack.sources())).toEqual([]);
  });
});
