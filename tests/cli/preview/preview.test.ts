import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { preview, type PreviewOptions } from "../../../cli/preview/preview";
import type { PreviewJson } from "../../../cli/preview/preview-json";
import { testStreams } from "../streams";
import { ownProjectYaml, writeOwnProject } from "../own-project";

/** Runs the preview on stack files of the test's own and says what it printed. */
async function run(
  files: Record<string, string>,
  options: Partial<PreviewOptions> = {},
): Promise<{ code: number; out: string; err: string }> {
  const cwd = mkdtempSync(join(tmpdir(), "preview-"));
  try {
    writeOwnProject(cwd);
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, name)), { recursive: true });
      writeFileSync(join(cwd, name), text);
    }
    const streams = testStreams();
    const code = await preview({ stack: "dev", json: false, full: false, ...options, cwd }, streams);
    return { code, ...streams.said };
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

const stackFile = (mastodon: string, rest = ""): string => `config:
  media-storage:instances:
    social:
      mastodon: { webDomain: social.example, bucket: social-media, store: { aws: { region: eu-central-1 } }, ${mastodon} }
${rest}`;

describe("the preview of a stack", () => {
  let out: string;
  beforeAll(async () => {
    out = (await run({ "Pulumi.dev.yaml": stackFile("") })).out;
  });

  it("shows every resource with its inputs", () => {
    expect(out).toMatch(/aws:s3:BucketPublicAccessBlock +social-access-block/);
    expect(out).toMatch(/objectOwnership: BucketOwnerEnforced/);
    expect(out).toContain("10 resources to create");
  });

  it("shows who may do what", () => {
    const rows = out.split("\n").map((line) => line.trim().replace(/  +/g, " | "));
    expect(rows).toContain("Who may do what | anonymous | writer | another principal");
    expect(rows.filter((row) => row.startsWith("read an object"))).toEqual([
      "read an object | yes | yes | yes",
      "read an object | no | yes | no",
      "read an object | no | yes | no",
    ]);
    expect(rows).toContain("list keys | no | yes | no");
  });

  it("shows the env block with placeholders for what only the cloud knows", () => {
    expect(out).toContain("\nS3_BUCKET=social-media\n");
    expect(out).toContain("\nS3_PERMISSION=\n");
    expect(out).toContain("\nAWS_SECRET_ACCESS_KEY=<known after up, secret>\n");
  });

  it("leaves no placeholder of its own in the text", () => {
    expect(out).not.toContain("__known");
  });
});

it("shows an instance without a bucket, and masks what stands under another name in its .env", async () => {
  const { out } = await run({
    "Pulumi.dev.yaml": `config:
  media-storage:instances:
    db:
      supabase: { publicUrl: https://supabase.example, tenantId: acme, protocolEndpoint: {} }
    big:
      supabase: { publicUrl: https://big.example, tenantId: big, backend: { bucket: big-files, store: { aws: { region: eu-central-1 } } } }
`,
  });
  expect(out).toContain("db: supabase without a bucket");
  expect(out).toContain("\nS3_PROTOCOL_ACCESS_KEY_SECRET=<known after up, secret>\n");
  expect(out).toContain("big: supabase in bucket big-files");
  expect(out).toContain("\nSTORAGE_AWS_SECRET_ACCESS_KEY=<known after up, secret>\n");
  expect(out.match(/Who may do what/g)).toHaveLength(1);
});

it("says of a secret that is computed from an unknown one that it is unknown too", async () => {
  const store = "store: { r2: { accountId: 0123456789abcdef0123456789abcdef } }";
  const { out } = await run({
    "Pulumi.dev.yaml": `config:
  media-storage:instances:
    sso:
      authentik: { version: "2026.5", origins: ["https://sso.example"], bucket: sso-media, ${store} }
    db:
      supabase: { publicUrl: https://db.example, tenantId: acme, backend: { bucket: db-files, ${store} } }
`,
  });
  const keys = out.split("\n").filter((line) => /^[A-Z0-9_]+(ACCESS_KEY|KEY_ID|SECRET_KEY)=/.test(line));
  expect(keys.sort()).toEqual([
    "AUTHENTIK_STORAGE__S3__ACCESS_KEY=<known after up, secret>",
    "AUTHENTIK_STORAGE__S3__SECRET_KEY=<known after up, secret>",
    "STORAGE_AWS_ACCESS_KEY_ID=<known after up, secret>",
    "STORAGE_AWS_SECRET_ACCESS_KEY=<known after up, secret>",
  ]);
});

it("says who another principal is on R2, where nobody is a user of AWS", async () => {
  const { out } = await run({
    "Pulumi.dev.yaml": `config:
  media-storage:instances:
    sso:
      authentik:
        version: "2026.5"
        origins: ["https://sso.example"]
        bucket: sso-media
        store: { r2: { accountId: 0123456789abcdef0123456789abcdef } }
`,
  });
  const words = out.replace(/\s+/g, " ");
  expect(words).toContain("Another principal is a token of another Cloudflare account; other tokens of");
  expect(words).not.toContain("another AWS account");
});

it("reads the stack file that --stack names", async () => {
  const files = { "Pulumi.prod.yaml": stackFile("").replace(/social-media/g, "prod-media") };
  expect((await run(files, { stack: "prod" })).out).toContain("S3_BUCKET=prod-media");
});

it("takes keys without a project for the project's own, as Pulumi does", async () => {
  const files = { "Pulumi.dev.yaml": stackFile("").replace("media-storage:instances", "instances") };
  expect((await run(files)).code).toBe(0);
});

it("takes from Pulumi.yaml what the stack file does not say, as Pulumi does", async () => {
  const project = (declared: string): string => ownProjectYaml(`config:\n  instances: ${declared}\n`);
  const social =
    "{ social: { mastodon: { webDomain: social.example, bucket: project-media, store: { aws: { region: eu-central-1 } } } } }";
  for (const declared of [`{ type: object, value: ${social} }`, `{ type: object, default: ${social} }`]) {
    const files = { "Pulumi.yaml": project(declared), "Pulumi.dev.yaml": "" };
    expect((await run(files)).out).toContain("S3_BUCKET=project-media");
  }
  const both = { "Pulumi.yaml": project(`{ value: ${social} }`), "Pulumi.dev.yaml": stackFile("") };
  expect((await run(both)).out).toContain("S3_BUCKET=social-media");
});

it("finds the stack files where stackConfigDir says", async () => {
  const files = {
    "Pulumi.yaml": ownProjectYaml("stackConfigDir: stacks\n"),
    "stacks/Pulumi.dev.yaml": stackFile(""),
  };
  expect((await run(files)).code).toBe(0);
});

it("reads anchors, aliases and merge keys", async () => {
  const text = `config:
  media-storage:instances:
    social:
      mastodon: &social { webDomain: social.example, bucket: social-media, store: { aws: { region: eu-central-1 } } }
    art:
      mastodon: { <<: *social, bucket: art-media }
`;
  expect((await run({ "Pulumi.dev.yaml": text })).out).toContain("S3_BUCKET=art-media");
});

it("takes what looks like a date for a text, as Pulumi does", async () => {
  const text = stackFile("tags: { since: 2026-01-31, answer: yes }");
  const { out } = await run({ "Pulumi.dev.yaml": text });
  expect(out).toMatch(/answer: yes/);
  expect(out).toMatch(/since: +2026-01-31/);
});

it("shows in acl mode what each object decides", async () => {
  const { out } = await run({ "Pulumi.dev.yaml": stackFile("access: acl") });
  expect(out).toMatch(/read an object +by ACL +yes +by ACL/);
});

it("shows what is imported", async () => {
  const { out } = await run({ "Pulumi.dev.yaml": stackFile("bucketSource: adopt") });
  expect(out).toContain("9 resources to create, 1 to import");
});

describe("a given key's secret", () => {
  const given =
    'writer: { given: { accessKeyId: AKIAGIVEN, principal: "arn:aws:iam::123456789012:user/m" } }';

  it("is never decrypted: a placeholder stands for it", async () => {
    const secure = "  media-storage:socialSecretAccessKey: { secure: v1:abc:def }\n";
    const { out, code, err } = await run({ "Pulumi.dev.yaml": stackFile(given, secure) });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("\nAWS_ACCESS_KEY_ID=[secret]\nAWS_SECRET_ACCESS_KEY=<known after up, secret>\n");
    const json = await run({ "Pulumi.dev.yaml": stackFile(given, secure) }, { json: true });
    expect((JSON.parse(json.out) as PreviewJson).config["media-storage:socialSecretAccessKey"]).toBe(
      "[secret]",
    );
  });

  it("is encrypted, and messages beside it still name the whole path of a problem", async () => {
    const secure = "  media-storage:socialSecretAccessKey: { secure: v1:abc:def }\n";
    const files = { "Pulumi.dev.yaml": stackFile(`${given}, access: alc`, secure) };
    const { out, err } = await run(files, { json: true });
    const path = "media-storage:instances.social.mastodon.access";
    expect((JSON.parse(out) as { problems: unknown[] }).problems).toMatchObject([
      { code: "unknown-value", path },
    ]);
    expect(err).toContain(`${path}: is "alc"`);
  });

  it("in plain text is an error that does not show it, beside all others", async () => {
    const plain = "  media-storage:socialSecretAccessKey: plain-canary\n";
    const alone = await run({ "Pulumi.dev.yaml": stackFile(given, plain) });
    expect(alone).toMatchObject({ code: 1, out: "" });
    expect(alone.err).toContain("media-storage:socialSecretAccessKey: is in plain text in Pulumi.dev.yaml");
    const both = await run({ "Pulumi.dev.yaml": stackFile(`${given}, version: 4.4`, plain) });
    expect(both.err).toContain("instances.social.mastodon.version: is ");
    expect(both.err).toContain("is in plain text");
    const token = await run({
      "Pulumi.dev.yaml": stackFile(given, "  media-storage:socialSessionToken: plain-canary\n"),
    });
    expect(token.err).toContain("media-storage:socialSessionToken: is in plain text in Pulumi.dev.yaml");
    expect(alone.err + both.err + token.err).not.toContain("plain-canary");
  });
});

describe("a provider's secret in plain text", () => {
  const PROVIDERS = ["aws:secretKey", "aws:token", "cloudflare:apiKey", "cloudflare:apiToken"];

  it.each([...PROVIDERS, "cloudflare:apiUserServiceKey"])(
    "under %s is an error that does not show it",
    async (key) => {
      const { code, out, err } = await run(
        { "Pulumi.dev.yaml": stackFile("", `  ${key}: plain-canary\n`) },
        { json: true },
      );
      expect(code).toBe(1);
      const { problems } = JSON.parse(out) as { problems: unknown[] };
      expect(problems).toMatchObject([{ code: "secret-plain-text", path: key }]);
      expect(out + err).not.toContain("plain-canary");
    },
  );

  it.each(["datadog:apiKey", "postgresql:password"])("under %s is taken, and masked", async (key) => {
    const { code, out } = await run(
      { "Pulumi.dev.yaml": stackFile("", `  ${key}: plain-canary\n`) },
      { json: true },
    );
    expect(code).toBe(0);
    expect((JSON.parse(out) as PreviewJson).config[key]).toBe("[secret]");
    expect(out).not.toContain("plain-canary");
  });
});

describe("a wrong config", () => {
  const multiplied = (levels: number) =>
    Array.from({ length: levels }, (_, i) => `  a${i + 1}: &a${i + 1} [*a${i}, *a${i}]\n`).join("");

  it("is refused with every problem at once, their paths, and no stack trace", async () => {
    const { code, out, err } = await run({
      "Pulumi.dev.yaml": `config:
  media-storage:instances:
    social:
      mastodon: { webDomain: "https://social.example/", buckt: x, bucket: Social.Media, store: { aws: { region: eu } }, version: 4.10 }
    art:
      mastodn: {}
`,
    });
    expect({ code, out }).toEqual({ code: 1, out: "" });
    const paths = [...err.matchAll(/^ {2}(\S+): /gm)].map(([, path]) =>
      path?.replace("media-storage:instances.", ""),
    );
    expect(new Set(paths)).toEqual(
      new Set([
        "social.mastodon.buckt",
        "social.mastodon.version",
        "social.mastodon.bucket",
        "social.mastodon.store.aws.region",
        "social.mastodon.webDomain",
        "art.mastodn",
        "art.mastodn.webDomain",
        "art.mastodn.bucket",
        "art.mastodn.store",
      ]),
    );
    expect(err).toContain("did you mean bucket?");
    expect(err).not.toMatch(/^\s+at /m);
  });

  it.each([
    [
      "no stack file",
      {},
      "create it, such as with the line `config: { media-storage:instances: { social: { mastodon: ",
    ],
    ["another stack's file", { "Pulumi.prod.yaml": "" }, "pass --stack with one of: prod"],
    ["no instances", { "Pulumi.dev.yaml": "config: {}" }, "media-storage:instances: is missing"],
    ["an empty file", { "Pulumi.dev.yaml": "" }, "media-storage:instances: is missing"],
    ["broken YAML", { "Pulumi.dev.yaml": "config:\n  a: [\n" }, "Pulumi.dev.yaml: "],
    ["a config that is a list", { "Pulumi.dev.yaml": "config: [1]" }, "Pulumi.dev.yaml: config is not a map"],
    [
      "a config that is a text",
      { "Pulumi.dev.yaml": "config: hello" },
      "Pulumi.dev.yaml: config is not a map",
    ],
    [
      "an alias of nothing",
      { "Pulumi.dev.yaml": "config:\n  a: *typo\n" },
      'Pulumi.dev.yaml: is not valid YAML in line 2, column 6 (unknown alias; a value that begins with "*" needs quotes); correct it there',
    ],
    [
      "an alias within itself",
      { "Pulumi.dev.yaml": "config:\n  a: &a { b: *a }\n" },
      "Pulumi.dev.yaml: media-storage:a has an alias that contains itself",
    ],
    [
      "aliases that multiply",
      { "Pulumi.dev.yaml": `config:\n  a: &a0 [x, x]\n${multiplied(30)}` },
      "or too many nested aliases; write the values without aliases",
    ],
    [
      "a key that stands there twice",
      { "Pulumi.dev.yaml": "config:\n  a: 1\n  a: 2\n" },
      "Pulumi.dev.yaml: is not valid YAML in line 3, column 3 (duplicate key); correct it there",
    ],
    [
      "instances that are encrypted as a whole",
      { "Pulumi.dev.yaml": "config:\n  media-storage:instances: { secure: v1:abc:def }\n" },
      "store each secret in its own config value",
    ],
    ["a project without a name", { "Pulumi.yaml": "runtime: nodejs" }, "Pulumi.yaml: name is missing"],
    [
      "an unknown key",
      { "Pulumi.dev.yaml": stackFile("", "  media-storage:instance: 1\n") },
      "did you mean media-storage:instances?",
    ],
  ])("says what is wrong: %s", async (_, files, message) => {
    const { code, err } = await run(files);
    expect(code).toBe(1);
    expect(err).toContain(message);
    expect(err).not.toMatch(/^\s+at /m);
  });
});

describe("--json", () => {
  it("has the shape of `pulumi preview --json`", async () => {
    const { out } = await run({ "Pulumi.dev.yaml": stackFile("") }, { json: true });
    const { steps, changeSummary, ...rest } = JSON.parse(out) as PreviewJson;
    expect(Object.keys(rest).sort()).toEqual(["config", "diagnostics", "duration", "offline"]);
    expect(rest.offline).toMatchObject({ isOwnProgram: true, invokes: [], stackReferences: [] });
    expect(changeSummary).toEqual({ create: 11 });
    expect(steps[0]?.urn).toBe("urn:pulumi:dev::media-storage::pulumi:pulumi:Stack::media-storage-dev");
    const component = "urn:pulumi:dev::media-storage::media-storage:index:MastodonStorage::social";
    const type = "aws:iam/accessKey:AccessKey";
    const user = component.replace("::social", "$aws:iam/user:User::social-writer");
    const urn = component.replace("::social", `$${type}::social-key-a`);
    expect(steps.find((step) => step.urn === urn)).toEqual({
      op: "create",
      urn,
      newState: {
        urn,
        custom: true,
        type,
        inputs: { status: "Active", user: "social-media-writer" },
        parent: component,
        dependencies: [user],
        propertyDependencies: { status: [], user: [user] },
        additionalSecretOutputs: ["secret", "sesSmtpPasswordV4"],
      },
      detailedDiff: null,
    });
  });

  it("says import where a bucket is adopted", async () => {
    const files = { "Pulumi.dev.yaml": stackFile("bucketSource: adopt") };
    const { steps, changeSummary } = JSON.parse((await run(files, { json: true })).out) as PreviewJson;
    expect(changeSummary).toEqual({ create: 10, import: 1 });
    expect(steps.find(({ op }) => op === "import")?.newState.importID).toBe("social-media");
  });

  it("leaves a policy unknown that has an ARN known only after up, as the engine does, not with a stand-in", async () => {
    const host = `mediaHost: { hostname: files.social.example, cloudFront: { dns: { manual: {} }, certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555" } }`;
    const { out } = await run({ "Pulumi.dev.yaml": stackFile(host) }, { json: true });
    const { steps } = JSON.parse(out) as PreviewJson;
    const policy = steps.find(({ urn }) => urn.endsWith("::social-policy"));
    expect(policy?.newState.inputs).toMatchObject({ policy: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" });
    expect(out).not.toContain("known-after-up");
  });
});
