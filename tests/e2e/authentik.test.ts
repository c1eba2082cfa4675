/** authentik's buckets on Ceph RGW, and its own calls there (authentik/storage.py), made from the rendered block alone. */
import { execFile, execFileSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "dotenv";
import { findPlaintext } from "./canaries";
import { describeWithEngine } from "./engine";
import { projectProgram } from "./programs";
import { withoutAction } from "./without-action";
import { TestStack } from "./workspace";
import { missingForRgw, startRgw, type Rgw } from "../rgw/server";
import { S3 } from "../rgw/s3";

const FILES = "files.authentik.company";

type Outcomes = Record<string, unknown>;

interface Instance {
  version: string;
  bucket: string;
  generation: string;
  proxy: string;
  rest?: object;
}
const host = (signing: string, bucket?: string) => ({
  mediaHost: { hostname: FILES, external: { signing, ...(bucket !== undefined && { path: bucket }) } },
});

/** One of each generation, with the proxies that it works behind, and one that would be misread. */
const INSTANCES: Record<string, Instance> = {
  upTo2025o10: { version: "2025.10.3", bucket: "e2e-2025-10", generation: "G1", proxy: "none" },
  addsBucket: {
    version: "2025.12.1",
    bucket: "e2e-2025-12-1",
    generation: "G2a",
    proxy: "rewrite-host",
    rest: host("rewrite-host", "e2e-2025-12-1"),
  },
  upTo2026o2: {
    version: "2026.2.1",
    bucket: "e2e-2026-2",
    generation: "G2b",
    proxy: "rewrite-host",
    rest: host("rewrite-host"),
  },
  from2026o5: {
    version: "2026.5.1",
    bucket: "e2e-2026-5",
    generation: "G2c",
    proxy: "preserve-host",
    rest: host("preserve-host", "e2e-2026-5"),
  },
  mediaOnly: {
    version: "2026.5.1",
    bucket: "123456789012",
    generation: "G2c",
    proxy: "none",
    rest: { usages: ["media"] },
  },
};

function hasBoto3(): boolean {
  try {
    execFileSync("python3", ["-c", "import boto3"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
const describeWithAll = missingForRgw() === undefined && hasBoto3() ? describeWithEngine : describe.skip;

describeWithAll("authentik on Ceph", () => {
  let rgw: Rgw;
  let s3: S3;
  let stack: TestStack;
  const blocks: Record<string, Record<string, string>> = {};
  const baseUrls: Record<string, string> = {};

  beforeAll(async () => {
    rgw = await startRgw();
    s3 = new S3(rgw);
    // Nothing listens there: whatever goes to AWS fails.
    stack = await TestStack.create(projectProgram, "http://127.0.0.1:9", {
      AWS_CA_BUNDLE: rgw.ca,
      AWS_ACCESS_KEY_ID: rgw.root.accessKeyId,
      AWS_SECRET_ACCESS_KEY: rgw.root.secretAccessKey,
    });
    const instances = Object.entries(INSTANCES).map(([name, { version, bucket, rest }]) => {
      const authentik = {
        version,
        origins: ["https://authentik.company"],
        bucket,
        store: { s3: { server: "ceph", endpoint: rgw.https, region: "default", caFile: rgw.ca } },
        writer: {
          given: { accessKeyId: rgw.writer.accessKeyId, principal: "arn:aws:iam:::user/writer" },
        },
        ...rest,
      };
      return [name, { authentik }];
    });
    stack.configure({ "media-storage:instances": Object.fromEntries(instances) as object });
    for (const name of Object.keys(INSTANCES)) {
      await stack.setSecret(`media-storage:${name}SecretAccessKey`, rgw.writer.secretAccessKey);
    }
  });
  afterAll(async () => {
    try {
      await stack.dispose();
    } finally {
      s3.close();
      await rgw.stop();
    }
  });

  it("is created, and has no changes the second time", async () => {
    // Of each instance the component, the bucket, its block, policy and CORS; and the stack, and one provider.
    expect(await stack.up()).toMatchObject({ changes: { create: 5 * 5 + 2 } });
    expect(await stack.previewDiff()).toMatchObject({ changes: { same: 5 * 5 + 2 }, steps: [] });
    const outputs = await stack.outputs();
    for (const [name, { bucket }] of Object.entries(INSTANCES)) {
      blocks[name] = parse(outputs[`${name}Env`]?.value as string);
      baseUrls[name] = outputs[`${name}PresignedBaseUrl`]?.value as string;
      for (const key of ["media/public/moved", "reports/public/moved"]) {
        await s3.must(rgw.root, { method: "PUT", bucket, key, body: "moved" });
      }
    }
  });

  /** What authentik's calls come to with the block of an instance, and nothing else of the tests' own environment. */
  async function calls(name: string): Promise<unknown> {
    const { generation, proxy } = INSTANCES[name]!;
    const outside = Object.entries(process.env).filter(([variable]) => !/^(AWS|AUTHENTIK)_/.test(variable));
    const env = {
      ...Object.fromEntries(outside),
      ...blocks[name],
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_EC2_METADATA_DISABLED: "true",
    };
    const script = join(__dirname, "authentik/storage.py");
    const { stdout } = await promisify(execFile)("python3", [script, generation, proxy], {
      env,
      timeout: 240_000,
    });
    return JSON.parse(stdout);
  }

  /** What they come to where everything works, but for what `others` says. */
  function expected(name: string, others: Outcomes = {}): unknown {
    const { generation, proxy, rest } = INSTANCES[name]!;
    const moved = (key: string): string => `${key.split("/")[0]}/public/moved`;
    const of = (key: string, type: string): Outcomes => ({
      absent: false,
      save: "ok",
      exists: true,
      ...(generation !== "G1" && {
        list: others["save"] === undefined ? [key, moved(key)].sort() : [moved(key)],
      }),
      moved: { exists: true, browser: 200 },
      browser: {
        status: 200,
        isWhole: true,
        origin: "https://authentik.company",
        // 2025.12 sends none, and this is what S3 takes it for.
        type: /G2[ab]/.test(generation) ? "binary/octet-stream" : type,
      },
      "changed signature": 403,
      "without signature": 403,
      // The other kind of proxy, whose Host header is not the one that was signed.
      ...(proxy === "rewrite-host" && { "preserve-host": 403 }),
      ...(proxy === "preserve-host" && { "rewrite-host": 403 }),
      url: `${baseUrls[name]}/${key}`,
      abort: "ok",
      delete: "ok",
      ...others,
    });
    const hasReports = generation !== "G1" && !(rest && "usages" in rest);
    return {
      media: of("media/public/icon.svg", "image/svg+xml"),
      reports: hasReports ? of("reports/public/report.csv", "text/csv") : "local",
    };
  }

  it.each(Object.keys(INSTANCES))("works with the block of %s", async (name) => {
    expect(await calls(name)).toEqual(expected(name));
  });

  const denied = "AccessDenied";
  const noBrowser = (status: number): Outcomes => ({
    browser: {
      status,
      isWhole: false,
      origin: "https://authentik.company",
      type: "application/xml",
    },
  });
  it.each<[string, string, Outcomes]>([
    // A HEAD begins each upload there, and 403 is not the 404 that it goes on at.
    ["upTo2025o10", "s3:ListBucket", { absent: "403", save: "403", exists: "403", ...noBrowser(403) }],
    ["from2026o5", "s3:ListBucket", { list: denied }],
    // Of what it uploaded itself the writer is the owner here, whose ACL lets it read.
    ["from2026o5", "s3:GetObject", { moved: { exists: false, browser: 403 } }],
    ["from2026o5", "s3:PutObject", { save: denied, exists: false, abort: denied, ...noBrowser(404) }],
    ["from2026o5", "s3:DeleteObject", { delete: denied }],
    ["from2026o5", "s3:AbortMultipartUpload", { abort: denied }],
    // Ceph does not ask for it; AWS documents that it does.
    ["from2026o5", "s3:PutObjectAcl", {}],
  ])("%s without %s", async (name, action, others) => {
    const results = await withoutAction(s3, INSTANCES[name]!.bucket, action, () => calls(name));
    expect(results).toEqual(expected(name, others));
  });

  it("never shows its secrets", async () => {
    const secrets = [rgw.writer.secretAccessKey, rgw.root.secretAccessKey];
    expect(findPlaintext(secrets, await stack.sources())).toEqual([]);
  });
});
