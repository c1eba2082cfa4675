/** `media-storage preview` of programs of a user's own, each in a real process with the real SDK. */
import type { PreviewJson } from "../../../../cli/preview/preview-json";
import { previewOf, program, social, withUserProjects } from "./user-project";

withUserProjects();

const MIXED = `import * as pulumi from "@pulumi/pulumi";
import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { ConfigMap } from "@pulumi/kubernetes";
import { MastodonStorage } from "media-storage";

const config = new pulumi.Config();
const network = new pulumi.StackReference("acme/network/prod");
const identity = getCallerIdentityOutput();
const storage = new MastodonStorage("social", {
  webDomain: "social.example",
  bucket: config.require("bucket"),
  store: { aws: { region: "eu-central-1" } },
  tags: { vpc: network.requireOutput("vpcId"), account: identity.accountId },
});
new ConfigMap("settings", {
  data: {
    bucket: storage.bucketName,
    token: config.requireSecret("token"),
    account: identity.accountId,
    role: pulumi.interpolate\`arn:aws:iam::\${identity.accountId}:role/x\`,
  },
});
console.log("to the log");
pulumi.log.warn("and a warning");
export const media = { social: storage.deployment };
`;
const STACK =
  "config:\n  aws:region: eu-central-1\n  shop:bucket: shop-media\n  shop:token: { secure: v1:abc }\n";
const TYPESCRIPT = {
  "index.ts": MIXED,
  "Pulumi.dev.yaml": STACK,
  "node_modules/@pulumi/kubernetes/index.d.ts": "export declare const ConfigMap: any;\n",
  "tsconfig.json":
    '{ "compilerOptions": { "module": "commonjs", "moduleResolution": "node", "target": "es2020", "strict": true, "skipLibCheck": true }, "files": ["index.ts"] }',
};

describe("a TypeScript program with an invoke, a stack reference, a config secret and a Kubernetes resource", () => {
  // Once for all tests, because the type check takes seconds.
  let text: Awaited<ReturnType<typeof previewOf>> | undefined;
  let json: Awaited<ReturnType<typeof previewOf>> | undefined;
  beforeEach(async () => {
    text ??= await previewOf(TYPESCRIPT);
    json ??= await previewOf(TYPESCRIPT, { json: true });
  });

  it("says which program was run, and what is unknown", () => {
    expect(text?.code).toBe(0);
    expect(text?.out).toContain(`project shop, stack dev
offline preview of index.ts: no provider was called; 1 invoke and 1 stack reference are unknown
  invoke           aws:index/getCallerIdentity:getCallerIdentity
  stack reference  acme/network/prod
`);
  });

  it("lists the resources of all packages, with what is unknown and secret as such", () => {
    expect(text?.out).toContain(`
+ kubernetes:core/v1:ConfigMap  settings
     data:
       account: <known after up>
       bucket:  shop-media
       role:    <known after up>
       token:   [secret]
`);
    expect(text?.out).toContain(
      "> pulumi:pulumi:StackReference  acme/network/prod  [read acme/network/prod]\n",
    );
    expect(text?.out).toMatch(
      /social-bucket {2}\[protect\] {2}\[retain\]\n(.*\n)*? {2}│ +account: <known after up>\n/,
    );
    expect(text?.out).toContain("11 resources to create, 1 to read\n");
  });

  it("shows who may do what, and the env block under the name of its output", () => {
    expect(text?.out).toMatch(/read an object +yes +yes +yes\n/);
    expect(text?.out).toContain("media-storage env media.social --stack dev`)");
    expect(text?.out).toContain("\nS3_BUCKET=shop-media\n");
    expect(text?.out).toContain("\nAWS_SECRET_ACCESS_KEY=<known after up, secret>\n");
    expect(text?.out).not.toContain("__known");
  });

  it("prints what the program logs to stderr", () => {
    expect(text?.err).toBe("to the log\nwarning: and a warning\n");
  });

  it("says the same with --json", () => {
    const { offline, steps, changeSummary } = JSON.parse(json?.out ?? "") as PreviewJson;
    expect(offline).toEqual({
      program: "index.ts",
      isOwnProgram: false,
      invokes: ["aws:index/getCallerIdentity:getCallerIdentity"],
      stackReferences: ["acme/network/prod"],
    });
    expect(changeSummary).toEqual({ create: 12 });
    const settings = steps.find(({ urn }) => urn.endsWith("::settings"));
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    expect(settings?.newState.inputs).toEqual({
      data: { account: unknown, bucket: "shop-media", role: unknown, token: "[secret]" },
    });
    expect(steps.find(({ op }) => op === "read")?.newState).toMatchObject({
      id: "acme/network/prod",
      external: true,
    });
  });
});

describe("a program", () => {
  const ESM = { "package.json": '{"name":"shop","type":"module"}' };
  const map = `new ConfigMap("a", { data: { stack: pulumi.getStack(), project: pulumi.getProject() } });`;
  const imports = `import * as pulumi from "@pulumi/pulumi";
import kubernetes from "@pulumi/kubernetes";
const { ConfigMap } = kubernetes;
`;

  it.each<[form: string, files: Record<string, string>]>([
    ["CommonJS with exports", program(`${map} exports.a = 1;`)],
    ["CommonJS that exports a function", program(`module.exports = () => { ${map} return { a: 1 }; };`)],
    [
      "CommonJS that exports an async function",
      program(`module.exports = async () => { await null; ${map} };`),
    ],
    [
      "CommonJS that exports a promise",
      program(`module.exports = Promise.resolve().then(() => { ${map} });`),
    ],
    ["an ES module", { ...ESM, "index.js": `${imports}await null;\n${map}\nexport const a = 1;` }],
    [
      "an ES module with a default function",
      { ...ESM, "index.js": `${imports}export default async () => { ${map} };` },
    ],
    [
      "in another folder, which main names",
      {
        "Pulumi.yaml": "name: shop\nruntime: nodejs\nmain: infra/main.js\n",
        "infra/main.js": program(map)["index.js"] ?? "",
      },
    ],
    [
      "with TypeScript switched off",
      {
        ...program(map),
        "Pulumi.yaml": "name: shop\nruntime: { name: nodejs, options: { typescript: false } }\n",
      },
    ],
    [
      "with arguments for Node.js",
      {
        ...program(
          `if (process.execArgv[0] !== "--stack-trace-limit=3") throw new Error(process.execArgv); ${map}`,
        ),
        "Pulumi.yaml":
          "name: shop\nruntime: { name: nodejs, options: { nodeargs: --stack-trace-limit=3 } }\n",
      },
    ],
  ])("may be %s", async (_, files) => {
    const { code, out, err } = await previewOf(files);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/ConfigMap {2}a\n +data:\n +project: shop\n +stack: +dev\n/);
  });

  it("runs in its own folder, with the organization of the stack and the root of the project", async () => {
    const { out } = await previewOf(
      {
        "Pulumi.yaml": "name: shop\nruntime: nodejs\nmain: infra/main.js\n",
        "infra/main.js":
          program(`const { basename } = require("node:path");
new ConfigMap("a", { data: { cwd: basename(process.cwd()), org: pulumi.getOrganization(), isRoot: String(pulumi.runtime.getRootDirectory() + "/infra" === process.cwd()), dry: String(pulumi.runtime.isDryRun()) } });`)[
            "index.js"
          ] ?? "",
      },
      { stack: "acme/dev" },
    );
    expect(out).toMatch(/cwd: +infra\n +dry: +"true"\n +isRoot: +"true"\n +org: +acme\n/);
  });

  it("gets encrypted values within a map as secrets too", async () => {
    const { out, code } = await previewOf({
      ...program(`const { user, password } = new pulumi.Config().requireSecretObject("login").apply((login) => login);
const plain = new pulumi.Config().requireObject("login");
new ConfigMap("a", { data: { user, password, hidden: String(plain.password.startsWith("v1:")) } });`),
      "Pulumi.dev.yaml": "config:\n  shop:login: { user: alice, password: { secure: v1:abc } }\n",
    });
    expect(code).toBe(0);
    expect(out).toMatch(/hidden: +"false"\n +password: +\[secret\]\n +user: +\[secret\]\n/);
  });

  it("shows no secret of the config in what it logs", async () => {
    const { err } = await previewOf({
      ...program(`const token = new pulumi.Config("datadog").require("apiKey");
console.log("stdout", token); console.error("stderr", token); pulumi.log.info("log " + token);`),
      "Pulumi.dev.yaml": "config:\n  datadog:apiKey: canary-of-the-key-123\n",
    });
    expect(err.split("\n").sort()).toEqual(["", "log ...", "stderr ...", "stdout ..."]);
  });

  it("cannot command the terminal by what it logs", async () => {
    const { err } = await previewOf(program(`console.log("\\u001b[31mred\\u001b[0m \\u0007");`));
    expect(err).toBe("red \\u0007\n");
  });

  it("may declare nothing", async () => {
    expect((await previewOf(program(""))).out).toContain(
      "0 resources to create\nnext: declare a resource in index.js\n",
    );
  });
});

describe("resources of other packages", () => {
  it("are shown with their inputs: components, plugins' components, providers, files, and what is read", async () => {
    const { out, err, code } = await previewOf(
      program(`
const aws = require("@pulumi/aws/provider");
const { Bucket } = require("@pulumi/aws/s3/bucket");
class Site extends pulumi.ComponentResource {
  constructor(name, args) { super("acme:index:Site", name, args); new ConfigMap(name + "-map", { data: args }, { parent: this }); this.registerOutputs({}); }
}
class Remote extends pulumi.ComponentResource {
  constructor(name, args) { super("eks:index:Cluster", name, { endpoint: undefined, ...args }, {}, true); }
}
new Site("site", { title: "Shop" });
const remote = new Remote("cluster", { size: 3, token: pulumi.secret("canary-of-a-token"), later: Bucket.get("old", "old-id").arn });
const provider = new aws.Provider("frankfurt", { region: "eu-central-1" });
new ConfigMap("files", { data: { page: new pulumi.asset.FileAsset("./index.js"), note: new pulumi.asset.StringAsset("hello"), all: new pulumi.asset.FileArchive("."), endpoint: remote.endpoint, region: provider.region, site: remote } });
`),
    );
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("+ acme:index:Site                  site\n");
    expect(out).toContain("└─ kubernetes:core/v1:ConfigMap  site-map\n");
    expect(out).toMatch(
      /eks:index:Cluster {2}cluster\n +later: <known after up>\n +size: +3\n +token: \[secret\]\n/,
    );
    expect(out).toMatch(/pulumi:providers:aws {2}frankfurt\n(.*\n)*? +region: +eu-central-1\n/);
    expect(out).toContain("> aws:s3:Bucket  old  [read old-id]\n");
    expect(out).toMatch(
      /all: +archive \.\n +endpoint: <known after up>\n +note: +asset of 5 characters\n +page: +asset \.\/index\.js\n +region: +eu-central-1\n +site: +urn:pulumi:dev::shop::eks:index:Cluster::cluster\n/,
    );
    expect(out).not.toContain("canary-of-a-token");
  });

  it("are shown without the code of a dynamic provider", async () => {
    const { out, code } = await previewOf(
      program(`const provider = { async create(inputs) { return { id: "1", outs: inputs }; } };
class Note extends pulumi.dynamic.Resource { constructor(name, args) { super(provider, name, { text: undefined, at: undefined, ...args }); } }
const note = new Note("note", { text: "hello" });
new ConfigMap("a", { data: { text: note.text, at: note.at } });`),
    );
    expect(code).toBe(0);
    expect(out).toMatch(/pulumi-nodejs:dynamic:Resource {2}note\n +text: hello\n/);
    expect(out).toMatch(/ConfigMap {2}a\n +data:\n +at: +<known after up>\n +text: hello\n/);
  });
});

describe("our components in a program", () => {
  const required = `const { MastodonStorage } = require("media-storage");\n`;

  it("may be in other components and in loops, with a provider of the user's own and a media host", async () => {
    const { out, err, code } = await previewOf(
      program(`${required}
const aws = require("@pulumi/aws/provider");
class Site extends pulumi.ComponentResource {
  constructor(name, opts) {
    super("acme:index:Site", name, {}, opts);
    for (const one of ["a", "b"]) {
      this[one] = new MastodonStorage(name + "-" + one, { webDomain: one + ".example", bucket: one + "-media", store: { aws: { region: "eu-central-1" } },
        mediaHost: { hostname: "files." + one + ".example", cloudFront: { dns: { manual: {} }, certificateArn: pulumi.output("arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012") } } }, { parent: this });
    }
    this.registerOutputs({});
  }
}
const site = new Site("site", { providers: [new aws.Provider("mine", { region: "eu-central-1" })] });
exports.storages = [site.a.deployment, site.b.deployment];`),
    );
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out.match(/Who may do what/g)).toHaveLength(2);
    expect(out).toContain("── site-a: mastodon in bucket a-media ");
    expect(out).toContain("media-storage env 'storages[1]' --stack dev");
    expect(out).toContain("public base URL: https://files.b.example\n");
    expect(out).not.toContain("warning: Who may do what");
  });

  it("show as unknown what depends on an unknown value, and warn that nothing exports them", async () => {
    const { out, err, code } = await previewOf(
      program(`${required}
const other = new pulumi.StackReference("acme/other/prod");
new MastodonStorage("social", ${social(`additionalStatements: [{ sid: "Backup", effect: "Allow", principals: [other.getOutput("role")], actions: ["s3:GetObject"], resources: ["arn:aws:s3:::social-media/accounts/*"] }]`)});
new MastodonStorage("given", { webDomain: "given.example", bucket: "given-media", store: { aws: { region: "eu-central-1" } }, writer: { given: { accessKeyId: other.getOutput("id"), secretAccessKey: other.getOutput("secret"), principal: "arn:aws:iam::123456789012:user/mastodon" } } });
`),
    );
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain(
      'warning: Who may do what is not known offline, because "social-policy" depends on values',
    );
    expect(out).toContain("warning: The env block is not known offline, because it depends on values");
    expect(out).toContain(
      'warning: No output of the stack has the deployment of "social", so the commands env and runbook',
    );
    expect(out.match(/Env block/g)).toHaveLength(1);
    expect(out.match(/Who may do what {2}/g)).toHaveLength(1);
  });

  it("show as unknown what a plugin makes", async () => {
    const { out, code } = await previewOf(
      program(`class MastodonStorage extends pulumi.ComponentResource {
  constructor(name, args) { super("media-storage:index:MastodonStorage", name, { env: undefined, ...args }, {}, true); }
}
const social = new MastodonStorage("social", ${social()});
new ConfigMap("a", { data: { env: social.env } });`),
    );
    expect(code).toBe(0);
    expect(out).toMatch(/MastodonStorage {2}social\n +bucket: +social-media\n/);
    expect(out).toMatch(/ConfigMap {2}a\n +data:\n +env: <known after up>\n/);
    expect(out).toContain("── social: mastodon ─");
    expect(out).toContain("are not known offline: a plugin makes it, and offline\n         no plugin runs.");
  });
});
