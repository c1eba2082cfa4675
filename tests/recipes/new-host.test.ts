/**
 * The recipe "Add a kind of media host" of CONTRIBUTING.md, followed in a copy of the project. The toy resembles a pull zone of a CDN:
 * the library creates it, and it reads the private bucket with credentials of its own.
 */
import { errorsIn, ProjectCopy, TIMEOUT_MS } from "./project-copy";

const CONFIG = `config:
  media-storage:instances:
    social:
      mastodon:
        webDomain: social.example
        bucket: social-media
        store: { aws: { region: eu-central-1 } }
        access: cdn
        mediaHost: { hostname: files.social.example, toy: { zone: social } }
`;

let copy: ProjectCopy;
beforeAll(() => {
  copy = new ProjectCopy(CONFIG);
});
afterAll(() => copy.remove());

/** Step 1: the member and its arguments. */
function addMember(): void {
  copy.change(
    "hosts/args.ts",
    ["export interface MediaHostKinds {", "export interface MediaHostKinds {\n  toy?: ToyHostArgs;"],
    [/$/, "\nexport interface ToyHostArgs {\n  zone: string;\n}\n"],
  );
}

const CAN = ["signsRequests", "managed"];

/** Step 2: the host itself, with its row. */
function addHost(): void {
  const [, body = ""] = /interface HostCapabilities \{([\s\S]*?)\n\}/.exec(copy.read("hosts/host.ts")) ?? [];
  const cells = [...body.matchAll(/^ {2}(\w+): boolean;/gm)].map(([, cell = ""]) => cell);
  copy.write(
    "hosts/toy.ts",
    `import { MediaHostSigning, type ToyHostArgs } from "./args";
import { maxAgeSecondsOf } from "./cache";
import type { HostDefinition } from "./host";

export const toy: HostDefinition<ToyHostArgs> = {
  can: { ${cells.map((cell) => `${cell}: ${String(CAN.includes(cell))}`).join(", ")} },
  inWords: "\`toy: { zone: ... }\`",
  rules: [],
  storeProblems: (store) =>
    store.can.bucketPolicy ? [] : [{ code: "cloudfront-store", message: "cannot serve it; set another host" }],
  open: (host) => ({
    hostname: host.hostname,
    warnings: ["The toy serves " + host.hostname + "."],
    isHttps: true,
    signing: MediaHostSigning.Cdn,
    maxAgeSeconds: maxAgeSecondsOf(host),
  }),
};
`,
  );
  copy.change(
    "hosts/index.ts",
    [/^import/m, 'import { toy } from "./toy";\nimport'],
    ["  cloudFront,\n  r2,", "  toy,\n  cloudFront,\n  r2,"],
  );
}

/** Step 3: its resources, with their row. */
function addResources(): void {
  copy.write(
    "components/hosts/toy.ts",
    `import { CustomResource } from "@pulumi/pulumi";
import type { ToyHostArgs } from "../../hosts/args";
import type { CreatedHost, HostContext } from "./index";

class ToyPullZone extends CustomResource {}

export function createToy({ name, mediaHost, child }: HostContext, { zone }: ToyHostArgs): CreatedHost {
  const { hostname, protect = true } = mediaHost;
  new ToyPullZone("toy:index/pullZone:PullZone", name + "-pull-zone", { hostname, zone }, { ...child, protect });
  return { distributionArns: [], hosts: [], open: () => undefined };
}
`,
  );
  copy.change(
    "components/hosts/index.ts",
    [/^import/m, 'import { createToy } from "./toy";\nimport'],
    ["  cloudFront: createCloudFront,", "  toy: createToy,\n  cloudFront: createCloudFront,"],
  );
}

/** Step 4: what its resource lets anybody do. */
function addAccess(): void {
  copy.change("cli/preview/registered-access.ts", [
    '  ["aws:iam/userPolicy:UserPolicy",',
    `  [
    "toy:index/pullZone:PullZone",
    ({ hostname }) => ({
      hosts: [
        { hostname: String(hostname), hasOwnCredentials: true, methods: ["GET"], pathPatterns: ["/accounts/*"] },
      ],
    }),
  ],
  ["aws:iam/userPolicy:UserPolicy",`,
  ]);
}

test(
  "before, its name is an error, and nothing counts as another host",
  () => {
    const { code, out } = copy.preview();
    expect(code).toBe(1);
    expect(out).toMatch(/mediaHost\.toy: is unknown/);
  },
  TIMEOUT_MS,
);

test(
  "a member makes each table without a row for it a type error, and no other file",
  () => {
    addMember();
    expect(errorsIn(copy.typeCheck().out).sort()).toEqual(["components/hosts/index.ts", "hosts/index.ts"]);
    addHost();
    expect(errorsIn(copy.typeCheck().out)).toEqual(["components/hosts/index.ts"]);
  },
  TIMEOUT_MS,
);

test(
  "with its files and rows it is previewed: its own resources, its warnings, and no statement for CloudFront",
  () => {
    addResources();
    expect(copy.run("config/generate-argument-shapes.cjs")).toEqual({ code: 0, out: "" });
    expect(copy.typeCheck()).toEqual({ code: 0, out: "" });
    const { code, out } = copy.preview();
    expect([code, out]).toEqual([0, expect.stringContaining("toy:index/pullZone:PullZone")]);
    expect(out).toContain("The toy serves files.social.example.");
    expect(out).toContain("S3_ALIAS_HOST=files.social.example");
    expect(out).not.toMatch(/cloudfront/i);
    expect(out).toMatch(/The table of access leaves out\s+"social-pull-zone"/);
  },
  TIMEOUT_MS,
);

test(
  "with the row of its resource the table has a column for it, which passes on what it passes on",
  () => {
    addAccess();
    const { out } = copy.preview();
    expect(out).not.toContain("leaves out");
    expect(out).toContain("through files.social.example");
  },
  TIMEOUT_MS,
);

test(
  "everything that asks about a host takes it for itself and never for another one",
  () => {
    const found = copy.runTypeScript(
      `import { mastodonPlan } from "./apps/mastodon/plan";
import { mastodonProblems } from "./apps/mastodon/validate";
import { purgeCommand, isManagedKind, mediaHostProblems } from "./hosts";
const args = (rest: object) => ({
  webDomain: "social.example", bucket: "media", store: { aws: { region: "eu-central-1" } },
  mediaHost: { hostname: "files.social.example", toy: { zone: "social" } }, ...rest,
});
const { facts } = mastodonPlan(args({ access: "cdn" }));
const messages = (host: object) => mediaHostProblems({ hostname: "files.social.example", ...host }, "").map(({ message }) => message);
console.log(JSON.stringify({
  kind: facts.mediaHost?.kind,
  public: facts.bucket.publicPrefixes,
  managed: isManagedKind("toy"),
  purge: purgeCommand("toy", "files.social.example", "/*") ?? "none",
  missing: messages({}),
  several: messages({ toy: { zone: "social" }, external: {} }),
  acl: mastodonProblems(args({ access: "acl" })).map(({ path }) => path),
}));`,
    );
    expect(found).toEqual({
      kind: "toy",
      public: [],
      managed: true,
      purge: "none",
      missing: [expect.stringContaining("set `toy: { zone: ... }`, or `cloudFront")],
      several: ["sets toy and external; set exactly one of them"],
      // It cannot ask without credentials, so the ACLs of objects could not decide.
      acl: ["access"],
    });
  },
  TIMEOUT_MS,
);
