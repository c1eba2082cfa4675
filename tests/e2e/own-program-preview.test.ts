/** `media-storage preview` of a program of the user's own, compared with the preview of the engine. */
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describeWithEngine } from "./engine";
import { comparable, offlinePreview } from "./offline";
import type { PreviewJson } from "./preview-json";
import { otherProgram } from "./programs";
import { startAwsLocal, type AwsLocal } from "./servers/aws-local";
import { TestStack } from "./workspace";

/** What users have beside our component: functions, another stack's outputs, secrets, other packages, a component, transforms. */
const PROGRAM = `import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { AuthentikStorage, MastodonStorage } from "media-storage";

const config = new pulumi.Config();
const network = new pulumi.StackReference("organization/network/prod");
const identity = aws.getCallerIdentityOutput();
const token = config.requireSecret("token");
const { label } = config.requireObject<{ label: string }>("naming");

pulumi.runtime.registerStackTransform(({ type, props, opts }) =>
  type === "aws:s3/bucket:Bucket" ? { props: { ...props, tags: { ...props.tags, label } }, opts } : undefined,
);

const social = new MastodonStorage("social", {
  webDomain: "social.example",
  bucket: config.require("bucket"),
  store: { aws: { region: "eu-central-1" } },
  mediaHost: {
    hostname: "files.social.example",
    cloudFront: {
      dns: { manual: {} },
      certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555",
    },
  },
  tags: { vpc: network.requireOutput("vpcId"), account: identity.accountId },
});

class Site extends pulumi.ComponentResource {
  readonly storage: AuthentikStorage;
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("acme:index:Site", name, {}, opts);
    this.storage = new AuthentikStorage(
      \`\${name}-files\`,
      {
        version: "2025.12",
        origins: ["https://auth.example"],
        bucket: "e2e-own-authentik",
        store: { aws: { region: "us-west-2" } },
        writer: { given: { accessKeyId: "AKIAGIVENBYOPERATOR", secretAccessKey: token } },
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
const provider = new aws.Provider("west", { region: "us-west-2" });
const site = new Site("site", { providers: [provider] });

const suffix = new random.RandomPet("suffix", { length: 2, keepers: { bucket: social.bucketName, token } });
new aws.iam.Role(
  "reader",
  {
    name: suffix.id,
    description: pulumi.interpolate\`reads \${social.bucketName} in \${identity.accountId}\`,
    assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [] }),
    tags: { bucket: site.storage.bucketName, host: social.publicBaseUrl.apply(String), secret: token },
  },
  {
    dependsOn: [site],
    protect: true,
    ignoreChanges: ["description"],
    replaceOnChanges: ["name"],
    deletedWith: suffix,
    customTimeouts: { create: "5m" },
    aliases: [{ name: "old-reader" }],
    deleteBeforeReplace: true,
    hideDiffs: ["tags"],
    replaceWith: [suffix],
  },
);
export const media = { social: social.deployment };
export const authentik = site.storage.deployment;
`;

/** What the engine prints for a value that it does not know. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What differs between two previews: the path, and the two values. */
function differences(offline: unknown, engine: unknown, path: string[] = []): [string, unknown, unknown][] {
  if (typeof offline !== "object" || typeof engine !== "object" || offline === null || engine === null)
    return offline === engine ? [] : [[path.join(" "), offline, engine]];
  const names = new Set([...Object.keys(offline), ...Object.keys(engine)]);
  return [...names].flatMap((name) => {
    const [one, other] = [offline, engine].map((of) => (of as Record<string, unknown>)[name]);
    return differences(one, other, [...path, name.replace(/.*::/, "")]);
  });
}

describeWithEngine("the offline preview of a program of the user's own", () => {
  let aws: AwsLocal;
  let stack: TestStack;
  let engine: PreviewJson;
  let offline: PreviewJson;

  beforeAll(async () => {
    aws = await startAwsLocal();
    stack = await TestStack.create(otherProgram({ "index.ts": PROGRAM }), aws.url);
    await deployNetwork(stack);
    stack.configure({ "other:bucket": "e2e-own-media", "other:naming": { label: "own" } });
    await stack.setSecret("other:token", "canary-of-the-token");
    engine = await stack.previewJson();
    offline = offlinePreview(stack.folder);
  });
  afterAll(async () => {
    stack.discard();
    await aws.stop();
  });

  it("has the same resources with the same inputs, but for what a cloud or another stack knows", () => {
    const [vpc, account] = ["vpc-0123456789abcdef0", "123456789012"];
    const tagged = ["social", "social-bucket", "social-writer", "social-distribution-files.social.example"];
    const unknown = tagged.flatMap((name) => [
      [`${name} inputs tags account`, UNKNOWN, account],
      [`${name} inputs tags vpc`, UNKNOWN, vpc],
    ]);
    const description = `reads e2e-own-media in ${account}`;
    const found = differences(comparable(offline), comparable(engine));
    expect(found.sort()).toEqual([...unknown, ["reader inputs description", UNKNOWN, description]].sort());
    expect(offline.changeSummary).toEqual(engine.changeSummary);
  });
});

/** Another stack of the same backend, whose outputs the program reads. */
async function deployNetwork({ folder, env }: TestStack): Promise<void> {
  const network = join(folder, "../network");
  mkdirSync(network);
  writeFileSync(join(network, "Pulumi.yaml"), "name: network\nruntime: nodejs\n");
  writeFileSync(join(network, "package.json"), '{"name":"network","private":true}');
  writeFileSync(join(network, "index.js"), 'exports.vpcId = "vpc-0123456789abcdef0";\n');
  const pulumi = (...args: string[]): Promise<unknown> =>
    promisify(execFile)("pulumi", [...args, "--stack", "prod", "--non-interactive"], {
      cwd: network,
      env: { ...process.env, ...env },
    });
  await pulumi("stack", "init");
  await pulumi("up", "--yes", "--skip-preview");
}
