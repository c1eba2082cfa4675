/**
 * The recipe "Add a kind of store" of CONTRIBUTING.md, followed in a copy of the project. The toy resembles R2: it has an endpoint of
 * its own, its buckets have no policy, and its writers get tokens.
 */
import { errorsIn, ProjectCopy, TIMEOUT_MS } from "./project-copy";

const STORE = "{ toy: { account: acme } }";
const CONFIG = `config:
  media-storage:instances:
    sso:
      authentik: { version: "2026.5.1", origins: [https://sso.example], bucket: sso-files, store: ${STORE} }
    app:
      supabase: { publicUrl: https://supabase.example, tenantId: acme, backend: { bucket: app-files, store: ${STORE} } }
`;

let copy: ProjectCopy;
beforeAll(() => {
  copy = new ProjectCopy(CONFIG);
});
afterAll(() => copy.remove());

/** Step 1: the member and its arguments. */
function addMember(): void {
  copy.change(
    "stores/args.ts",
    ["export const StoreKind = {", 'export const StoreKind = {\n  Toy: "toy",'],
    ["export interface StoreSettings {", "export interface StoreSettings {\n  toy?: ToyStoreArgs;"],
    [/$/, "\nexport interface ToyStoreArgs {\n  account: string;\n}\n"],
  );
}

const CAN = ["objectAcls", "publicAccessBlock", "writerKeys", "foreignHosts"];

/** Step 2: the store itself, with its row. */
function addStore(): void {
  const capabilities = copy.read("stores/capabilities.ts");
  const cells = [...capabilities.matchAll(/^ {2}(\w+): boolean;/gm)].map(([, cell = ""]) => cell);
  copy.write(
    "stores/toy.ts",
    `import { isMap } from "../validation/shape";
import type { ToyStoreArgs } from "./args";
import type { StoreDefinition, StoreProduct } from "./store";

export const toy: StoreProduct = {
  name: "toy",
  title: "Toy",
  can: { ${cells.map((cell) => `${cell}: ${String(CAN.includes(cell))}`).join(", ")} },
  bucketNameProblems: () => [],
  policyLimits: {},
  rcloneProvider: "Toy",
  endUnfinishedUploads: () => "Ask the toy.",
};

const hostOf = (account: string) => account + ".toy.example";

export const toyDefinition: StoreDefinition<ToyStoreArgs> = {
  inWords: "\`toy: { account: ... }\`",
  products: [toy],
  credentials: undefined,
  rules: [],
  productOf: () => toy,
  addressing: () => ({ pathStyle: true, virtualHostOnly: false }),
  namespace: (settings) => "toy " + String(isMap(settings) && settings["account"]),
  ownsEndpoint: (endpoint) => endpoint !== undefined && new URL(endpoint).host.endsWith(".toy.example"),
  placeProblems: () => [],
  open: ({ account }) => ({
    kind: "toy",
    region: "auto",
    partition: "aws",
    endpoint: "https://" + hostOf(account),
    isPlainHttp: false,
    host: hostOf(account),
    pathStyle: true,
    virtualHostOnly: false,
    bucketArn: undefined,
    bucketUrl: (bucket) => "https://" + hostOf(account) + "/" + bucket,
    ...toy,
  }),
};
`,
  );
  copy.change(
    "stores/index.ts",
    [/^import/m, 'import { toyDefinition } from "./toy";\nimport'],
    ["  aws: awsDefinition,", "  toy: toyDefinition,\n  aws: awsDefinition,"],
  );
}

/** Step 3: its resources, with their row. */
function addResources(): void {
  copy.write(
    "components/stores/toy-bucket.ts",
    `import { CustomResource, type Output, output, secret } from "@pulumi/pulumi";
import type { StoreResources } from "./index";
import { unprotectedChild } from "../options";

class ToyBucket extends CustomResource {
  declare readonly bucket: Output<string>;
}
class ToyToken extends CustomResource {}

export const toyResources: StoreResources = {
  children: (_name, _store, parent) => ({ parent }),
  createBucket: (name, _plan, { bucket, data }, _check, child) => {
    const { protect = true } = data ?? {};
    const made = new ToyBucket("toy:index/bucket:Bucket", name + "-bucket", { bucket }, { ...child, protect });
    return { bucket: made, beforeReaders: [made] };
  },
  createKeys: (name, { bucket }, policy, _keys, child) => {
    const token = new ToyToken("toy:index/token:Token", name + "-token", { bucket, policy }, unprotectedChild(child));
    return { accessKeyId: token.urn.apply(() => "TOKEN"), secretAccessKey: secret(output("s3cret")) };
  },
};
`,
  );
  copy.change(
    "components/stores/index.ts",
    [/^import/m, 'import { toyResources } from "./toy-bucket";\nimport'],
    ["  aws: {", "  toy: toyResources,\n  aws: {"],
  );
}

test(
  "before, its name is an error for every app, and nothing counts as another store",
  () => {
    const { code, out } = copy.preview();
    expect(code).toBe(1);
    expect(out.match(/store\.toy: is unknown/g)).toHaveLength(2);
  },
  TIMEOUT_MS,
);

test(
  "a member makes each table without a row for it a type error, and no other file",
  () => {
    addMember();
    expect(errorsIn(copy.typeCheck().out).sort()).toEqual(["components/stores/index.ts", "stores/index.ts"]);
    addStore();
    expect(errorsIn(copy.typeCheck().out)).toEqual(["components/stores/index.ts"]);
  },
  TIMEOUT_MS,
);

test(
  "with its files and rows its instances are previewed, with its own resources and no others",
  () => {
    addResources();
    expect(copy.run("config/generate-argument-shapes.cjs")).toEqual({ code: 0, out: "" });
    expect(copy.typeCheck()).toEqual({ code: 0, out: "" });
    const { code, out } = copy.preview();
    expect([code, out]).toEqual([0, expect.stringContaining("sso-bucket")]);
    expect(out.match(/toy:index\/bucket:Bucket/g)).not.toBeNull();
    expect(out).not.toMatch(/aws:\w+\/|(sso|app)-(policy|cors|lifecycle|access-block)/);
    expect(out).toContain("AUTHENTIK_STORAGE__S3__ENDPOINT=https://acme.toy.example");
    expect(out).toContain("GLOBAL_S3_ENDPOINT=https://acme.toy.example");
  },
  TIMEOUT_MS,
);

test(
  "until its types of resources have rows, the preview says that its table leaves them out",
  () => {
    const leftOut = (): string[] => {
      const { out } = copy.preview();
      return out.match(/The table of access leaves out\s+"[\w-]+"/g) ?? [];
    };
    expect(leftOut()).toHaveLength(4);
    copy.change("cli/preview/registered-access.ts", [
      '    "aws:s3/bucket:Bucket",',
      '    "aws:s3/bucket:Bucket",\n    "toy:index/bucket:Bucket",\n    "toy:index/token:Token",',
    ]);
    expect(leftOut()).toEqual([]);
  },
  TIMEOUT_MS,
);

test(
  "everything that asks about a store takes it for itself and never for another one",
  () => {
    const found = copy.runTypeScript(
      `import { authentikPlan } from "./apps/authentik/plan";
import { mastodonProblems } from "./apps/mastodon/validate";
import { storeProductOfFacts } from "./stores";
import { kindOfPlace, rcloneProviderOf } from "./stores/place";
import { storeProblems } from "./stores/problems";
const store = { toy: { account: "acme" } };
const { facts } = authentikPlan({ version: "2026.5.1", origins: ["https://sso.example"], bucket: "sso-files", store });
const place = { endpoint: "https://acme.toy.example" };
const codes = (problems: { path: string; code: string }[]) => problems.map(({ path, code }) => path + " " + code);
const writer = { role: { roleName: "app" } };
console.log(JSON.stringify({
  facts: facts.store,
  writer: Object.keys(facts.writer ?? {}),
  product: storeProductOfFacts(facts.store)?.title,
  places: [place, {}, { endpoint: "https://s3.example.org" }].map((one) => [kindOfPlace(one), rcloneProviderOf(one)]),
  missing: storeProblems({}, "store").map(({ message }) => message),
  several: storeProblems({ ...store, aws: { region: "eu-central-1" } }, "store").map(({ message }) => message),
  public: codes(mastodonProblems({ webDomain: "social.example", bucket: "media", store })),
  role: codes(mastodonProblems({ webDomain: "social.example", bucket: "media", store, access: "acl", writer })),
}));`,
    );
    expect(found).toEqual({
      facts: {
        kind: "toy",
        endpoint: "https://acme.toy.example",
        host: "acme.toy.example",
        pathStyle: true,
        region: "auto",
      },
      writer: ["kind", "currentKeySlot", "policy"],
      product: "Toy",
      places: [
        ["toy", "Toy"],
        ["aws", "AWS"],
        ["s3", "Other"],
      ],
      missing: [expect.stringContaining("set `toy: { account: ... }`, or `aws:")],
      several: ["sets toy and aws; set exactly one of them"],
      public: ["store store-bucket-policy"],
      role: ["writer.role writer-needs-iam"],
    });
  },
  TIMEOUT_MS,
);
