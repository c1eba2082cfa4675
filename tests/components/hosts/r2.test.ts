/** A media host at Cloudflare in front of a bucket on R2: its resources, their options, and who can read what through it. */
import { output } from "@pulumi/pulumi";
import { modelOf } from "../../../cli/preview/model-of";
import { MastodonStorage, type MastodonStorageArgs, type MediaHostArgs } from "../../../components";
import { R2_WORKER_SCRIPT, type R2WorkerSettings } from "../../../hosts/r2-worker";
import { MASTODON_ON_R2, R2_ACCOUNT, R2_ZONE } from "../../apps/mastodon/r2";
import { Registered } from "../registered";

const hostname = "files.social.example";
const WORKER = "social-worker";
const HOST = `social-host-${hostname}`;

const storage = (args: Partial<MastodonStorageArgs> = {}): Promise<Registered> =>
  Registered.of(() => new MastodonStorage("social", { ...MASTODON_ON_R2, ...args }));
const host = (rest: Partial<MediaHostArgs>): Partial<MastodonStorageArgs> => ({
  mediaHost: { hostname, r2: { zoneId: R2_ZONE }, ...rest },
});

interface Binding {
  name: string;
  type: string;
  json?: string;
}

const bindingsOf = (made: Registered): Binding[] => made.get(WORKER).inputs["bindings"] as Binding[];
const settingsOf = (made: Registered): R2WorkerSettings =>
  JSON.parse(bindingsOf(made)[1]?.json ?? "") as R2WorkerSettings;

const PUBLIC = [
  ...["accounts/", "cache/", "custom_emojis/", "media_attachments/", "preview_card_providers/"],
  ...["preview_cards/", "site_uploads/"],
];

describe("a Worker", () => {
  it("has the committed script, the bucket and its settings, and a domain, with no DNS record and no route", async () => {
    const made = await storage();
    expect(made.names.filter((name) => /worker|host|domain|record|route/i.test(name))).toEqual([
      `cloudflare:index/workersCustomDomain:WorkersCustomDomain ${HOST}`,
      `cloudflare:index/workersScript:WorkersScript ${WORKER}`,
    ]);
    expect(made.get(WORKER).inputs).toEqual({
      accountId: R2_ACCOUNT,
      scriptName: "media-social-media",
      content: R2_WORKER_SCRIPT,
      mainModule: "media.mjs",
      compatibilityDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string,
      bindings: [
        { name: "BUCKET", type: "r2_bucket", bucketName: "social-media" },
        { name: "SETTINGS", type: "json", json: expect.any(String) as string },
      ],
    });
    expect(settingsOf(made)).toEqual({ hosts: [hostname], prefixes: PUBLIC, maxAgeSeconds: 86_400 });
    expect(made.get(HOST).inputs).toEqual({
      accountId: R2_ACCOUNT,
      zoneId: R2_ZONE,
      hostname,
      service: "media-social-media",
    });
  });

  it("exists after the bucket, and its domain after it", async () => {
    const made = await storage();
    expect(made.dependencies(WORKER)).toContain("social-bucket");
    expect(made.dependencies(HOST)).toContain(WORKER);
  });

  it("can be replaced, but its domains are protected, and deleted before they are replaced", async () => {
    const [made, open] = [await storage(), await storage(host({ protect: false }))];
    const { protect, deleteBeforeReplace, retainOnDelete } = made.get(HOST);
    expect({ protect, deleteBeforeReplace, retainOnDelete }).toEqual({
      protect: true,
      deleteBeforeReplace: true,
      retainOnDelete: false,
    });
    expect([made.get(WORKER).protect, open.get(HOST).protect]).toEqual([false, false]);
  });

  it("finds a bucket in a jurisdiction, and has a name of its own there", async () => {
    const made = await storage({ store: { r2: { accountId: R2_ACCOUNT, jurisdiction: "eu" } } });
    expect(bindingsOf(made)[0]).toEqual({
      name: "BUCKET",
      type: "r2_bucket",
      bucketName: "social-media",
      jurisdiction: "eu",
    });
    expect(made.get(HOST).inputs["service"]).toBe("eu-media-social-media");
  });

  it("serves former hostnames at domains of their own, and has the cache, the legacy host and the prefix", async () => {
    const made = await storage({
      ...host({
        previousHosts: ["old.social.example"],
        cache: { maxAgeSeconds: 60 },
        legacy: { hostname: "legacy.example", path: "old" },
      }),
      keyPrefix: "social",
    });
    expect(settingsOf(made)).toEqual({
      hosts: [hostname, "old.social.example"],
      prefixes: PUBLIC.map((prefix) => `social/${prefix}`),
      maxAgeSeconds: 60,
      legacy: { hostname: "legacy.example", path: "old" },
    });
    expect(made.get("social-host-old.social.example").inputs["hostname"]).toBe("old.social.example");
    expect(made.get("social").outputs?.["mediaHosts"]).toEqual([
      { hostname },
      { hostname: "old.social.example" },
    ]);
  });

  it("may be in a zone whose id is an output", async () => {
    const made = await storage(host({ r2: { zoneId: output(R2_ZONE) } }));
    expect(made.get(HOST).inputs["zoneId"]).toBe(R2_ZONE);
  });
});

describe("with exposeUserExports", () => {
  it("R2's own domain with TLS 1.2 serves the bucket, and there is no Worker", async () => {
    const made = await storage({
      store: { r2: { accountId: R2_ACCOUNT, jurisdiction: "eu" } },
      exposeUserExports: true,
    });
    expect(made.find(WORKER)).toBeUndefined();
    const { type, inputs, protect, deleteBeforeReplace } = made.get(HOST);
    expect({ type, inputs, protect, deleteBeforeReplace }).toEqual({
      type: "cloudflare:index/r2CustomDomain:R2CustomDomain",
      inputs: {
        accountId: R2_ACCOUNT,
        bucketName: "social-media",
        domain: hostname,
        enabled: true,
        jurisdiction: "eu",
        minTls: "1.2",
        zoneId: R2_ZONE,
      },
      protect: true,
      deleteBeforeReplace: true,
    });
    expect(made.dependencies(HOST)).toEqual(expect.arrayContaining(["social-bucket", "social-cors"]));
  });
});

/** `part (prefixes): verdicts` of the row about reads, by columns. */
function reads(made: Registered): { who: string[]; rows: string[] } {
  const [instance] = modelOf(made.all).instances;
  const { who, groups } = instance!.matrix!;
  return {
    who,
    rows: groups.flatMap(({ part, rows }) =>
      rows
        .filter(({ what }) => what === "read an object")
        .map(({ verdicts }) => `${part}: ${verdicts.join(" ")}`),
    ),
  };
}

const WHO = ["anonymous", "writer", "another principal", `through ${hostname}`];

describe("the table of access", () => {
  it("reads what the Worker's settings let everybody read", async () => {
    expect(reads(await storage())).toEqual({
      who: WHO,
      rows: [
        "prefixes of the media host: no yes no yes",
        "private prefixes: no yes no no",
        "every other key: no yes no no",
      ],
    });
  });

  it("shows that R2's own domain serves private and unknown keys too, but lists and writes nothing", async () => {
    const made = await storage({ exposeUserExports: true });
    expect(reads(made)).toEqual({
      who: WHO,
      rows: ["prefixes of the media host: no yes no yes", "every other key: no yes no yes"],
    });
    const [instance] = modelOf(made.all).instances;
    const groups = instance!.matrix!.groups;
    expect(groups.find(({ part }) => part === "prefixes of the media host")?.examples).toContain("backups/");
    const others = groups.flatMap(({ rows }) => rows).filter(({ what }) => what !== "read an object");
    expect(new Set(others.map(({ verdicts }) => verdicts[3]))).toEqual(new Set(["no"]));
  });

  it("says of each hostname what holds, the current one first, and leaves no resource out", async () => {
    const exposed = { ...host({ previousHosts: ["a.social.example"] }), exposeUserExports: true };
    for (const args of [host({ previousHosts: ["a.social.example"] }), exposed]) {
      const [instance] = modelOf((await storage(args)).all).instances;
      expect(instance!.matrix!.who).toEqual(WHO);
      expect(instance!.matrix!.notes).toContain(
        `What holds through ${hostname} holds through a.social.example too.`,
      );
      expect(instance!.warnings.filter((warning) => warning.includes("leaves out"))).toEqual([]);
    }
  });
});
