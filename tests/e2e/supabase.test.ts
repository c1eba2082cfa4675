/** Supabase's storage on Ceph RGW: its features one after the other, and what the engine refuses. */
import { parse } from "dotenv";
import { readOverlay } from "../env/formats/compose-reader";
import { missingForRgw, startRgw, type Rgw } from "../rgw/server";
import { findPlaintext } from "./canaries";
import { describeWithEngine, testsAreSteps } from "./engine";
import { comparable, offlinePreview } from "./offline";
import { projectProgram } from "./programs";
import type { Run } from "./runs";
import { TestStack } from "./workspace";

const describeWithBoth = missingForRgw() === undefined ? describeWithEngine : describe.skip;

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
