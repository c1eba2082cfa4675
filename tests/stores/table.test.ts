/** What holds for every store in the table, and for made-up ones that can do the opposite of what it can. */
import { opened } from "../../storage/opened";
import { openedSupabase } from "../../apps/supabase/opened";
import { mastodonPlan } from "../../apps/mastodon/plan";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { policyFindings } from "../../access/lint";
import { denyInsecureTransport, document, publicRead, writer } from "../../access/statements";
import { authentikEnv } from "../../apps/authentik/env";
import { authentikPlan } from "../../apps/authentik/plan";
import { authentikProblems } from "../../apps/authentik/validate";
import { mastodonEnv } from "../../apps/mastodon/env";
import { mastodonNeeds } from "../../apps/mastodon/needs";
import { mastodonProblems } from "../../apps/mastodon/validate";
import { supabaseEnv } from "../../apps/supabase/env";
import { supabasePlan } from "../../apps/supabase/plan";
import { supabaseProblems } from "../../apps/supabase/validate";
import { AuthentikStorage, MastodonStorage, SupabaseStorage } from "../../components";
import { storeResources } from "../../components/stores";
import type { StoreFacts } from "../../storage/facts";
import { bucketPolicy, writerPolicy } from "../../storage/bucket-policy";
import {
  STORE_DEFINITIONS,
  STORE_KINDS,
  STORE_PRODUCTS,
  storeOf,
  storeProductOf,
  storeProductOfFacts,
} from "../../stores";
import { bucketNameProblems } from "../../stores/bucket-names";
import type { StoreCapabilities } from "../../stores/capabilities";
import { S3_SERVERS } from "../../stores/s3";
import { policyUsers, type StoreProduct } from "../../stores/store";
import { authentik } from "../apps/authentik/fixtures";
import { mastodon } from "../apps/mastodon/fixtures";
import { backend } from "../apps/supabase/fixtures";
import { Registered } from "../components/registered";
import { codesOf } from "../validation/of";
import { atStore, cellsOf, withOpposite } from "./made-up";
import { known } from "../storage/known";
import { DOCS } from "../../validation/docs-page";

const PRODUCTS = Object.values(STORE_PRODUCTS);

test("each file in stores/s3 is a server of that name in the table", () => {
  const files = readdirSync(join(__dirname, "../../stores/s3")).filter((file) => file !== "index.ts");
  expect(files.sort()).toEqual(
    Object.keys(S3_SERVERS)
      .map((name) => `${name}.ts`)
      .sort(),
  );
  expect(Object.keys(STORE_PRODUCTS)).toEqual(PRODUCTS.map(({ name }) => name));
});

const VARIANTS = PRODUCTS.flatMap((product): [string, StoreProduct, () => ReturnType<typeof cellsOf>][] => [
  [product.name, product, () => []],
  [`the opposite of ${product.name}`, product, () => cellsOf(product)],
]);

describe.each(VARIANTS)("%s", (_, product, cells) => {
  const isMade = cells().length > 0;
  const on = <T>(run: () => T | Promise<T>) => withOpposite(product, cells(), run);

  test("is found by the config and by the facts of each app", () =>
    on(() => {
      const { store } = atStore(product);
      expect(storeProductOf(store)).toBe(product);
      for (const facts of factsAt(product)) expect(storeProductOfFacts(facts)).toBe(product);
    }));

  test("takes the least config of each app, but of one that needs a bucket policy it does not have, and an ordinary bucket name", () =>
    on(() => {
      const rest = atStore(product);
      const { bucketPolicy: hasPolicy, objectAcls } = product.can;
      // Where ACLs cannot let everybody read either, only a media host can.
      const needed = objectAcls ? ["store", "store-bucket-policy"] : ["mediaHost", "media-host-needed"];
      expect(codesOf(mastodonProblems(mastodon(rest)))).toEqual(hasPolicy ? [] : [needed]);
      expect([
        ...authentikProblems(authentik(rest)),
        ...supabaseProblems(backend({}, rest)),
        ...bucketNameProblems("social-media", rest.store),
      ]).toEqual([]);
    }));

  test("never takes everybody for a writer", () =>
    on(() => {
      const { user } = product;
      if (user === undefined) return;
      expect(user.problems(user.example)).toEqual([]);
      for (const everybody of ["*", "", "arn:aws:iam:::user/*", "arn:aws:iam::123456789012:user/*"])
        expect(user.problems(everybody)).not.toEqual([]);
    }));

  test("its rules accept the statements of the library", () =>
    on(() => {
      const { bucketArn } = storeOf(atStore(product).store);
      expect(bucketArn !== undefined).toBe(product.can.bucketPolicy);
      if (bucketArn === undefined) return;
      // The types cannot ask for them, because a store without bucket policies has none.
      expect([product.policyRules, product.policyLimits.bucket]).not.toContain(undefined);
      const arn = bucketArn("media");
      const actions = {
        objectActions: ["s3:GetObject", "s3:DeleteObject"],
        bucketActions: ["s3:ListBucket"],
      };
      const Principal = product.user && { AWS: product.user.example };
      const ours = document([
        publicRead(arn, ["accounts/"]),
        ...(isMade || !product.can.secureTransport ? [] : [denyInsecureTransport(arn)]),
        ...(Principal === undefined ? [] : writer(arn, actions, product.can)).map((statement) => ({
          ...statement,
          ...(Principal && { Principal }),
        })),
      ]);
      expect(policyFindings(ours, "bucket", product.policyRules)).toEqual([]);
    }));

  test("tells the operator how to end uploads where the library cannot", () =>
    on(() => {
      const said = mastodonPlan(mastodon(atStore(product))).facts.warnings.filter((warning) =>
        warning.includes(`cannot manage lifecycle rules on ${product.title}`),
      );
      expect(said).toHaveLength(product.can.lifecycle || (product.endsUploadsAfterDays ?? 8) <= 7 ? 0 : 1);
    }));

  test("tells the operator of CORS and plain http where the library cannot set them", () =>
    on(() => {
      const { warnings } = mastodonPlan(mastodon(atStore(product))).facts;
      const says = (text: string): boolean => warnings.some((warning) => warning.includes(text));
      expect({
        cors: says("cannot manage CORS rules"),
        http: says("cannot refuse plain http: configure"),
      }).toEqual({
        cors: !product.can.cors,
        http: product.isService !== true && !(product.can.bucketPolicy && product.can.secureTransport),
      });
    }));

  test("gets the resources that it knows and no others", () =>
    on(async () => {
      // The other apps need no bucket policy.
      const { all } = await Registered.of(
        () => new AuthentikStorage("m", authentik(atStore(product)) as never),
      );
      const has = (name: string): boolean => all.some((one) => one.name === name);
      expect({
        // It has the rights of a writer that it can name, and the refusal of plain http.
        bucketPolicy: has("m-policy"),
        publicAccessBlock: has("m-access-block"),
        cors: has("m-cors"),
        ownershipControls: has("m-ownership"),
        lifecycle: has("m-lifecycle"),
        writerKeys: has("m-key-a"),
      }).toEqual({
        bucketPolicy:
          product.can.bucketPolicy &&
          ((!product.can.writerKeys && policyUsers(product) !== undefined) || product.can.secureTransport),
        publicAccessBlock: product.can.publicAccessBlock,
        cors: product.can.cors,
        ownershipControls: product.can.ownershipControls,
        lifecycle: product.can.lifecycle,
        writerKeys: product.can.writerKeys,
      });
    }));
});

test.each(PRODUCTS)("keys on $name can be created if it says so", ({ name, can }) => {
  const [kind] = STORE_KINDS.filter((one) =>
    STORE_DEFINITIONS[one].products.some((product) => product.name === name),
  );
  if (can.writerKeys) expect(storeResources({ kind: kind! }).createKeys).toBeDefined();
});

test.each(PRODUCTS)("the page of $name exists", ({ page }) => {
  const [name, section] = page?.replace(`${DOCS}/`, "").split("#") ?? [];
  if (name === undefined) return;
  const text = readFileSync(join(__dirname, "../../docs", name), "utf8").toLowerCase();
  expect(text).toContain(section === undefined ? "# " : `\n## ${section}\n`);
});

function factsAt(product: StoreProduct): StoreFacts[] {
  const rest = atStore(product);
  const [m, a, s] = [mastodon(rest), authentik(rest), backend({}, rest)];
  return [mastodonPlan(m).facts.store, authentikPlan(a).facts.store, supabasePlan(s).facts.store!];
}

/** All that the library makes of a store: problems, env blocks, policies and resources. */
async function outcomes(product: StoreProduct): Promise<string> {
  const rest = atStore(product);
  const key = { accessKeyId: "KEY", secretAccessKey: "x" };
  const [m, a, s] = [mastodon(rest), authentik(rest), backend({}, rest)];
  const limited = (onlyFrom: object) => mastodonProblems({ ...m, writer: { ...rest.writer, onlyFrom } });
  const proxied = (signing: string) =>
    authentikProblems({ ...a, mediaHost: { hostname: "files.example", external: { signing } } });
  const { all } = await Registered.of(() => {
    // Without a bucket policy only the ACLs of objects can let everybody read.
    const made = product.can.bucketPolicy ? m : { ...m, access: "acl" as const };
    if (mastodonProblems(made).length === 0) new MastodonStorage("m", made as never);
    new AuthentikStorage("a", a as never);
    new SupabaseStorage("s", s as never);
  });
  return JSON.stringify([
    mastodonProblems({ ...m, access: "acl" }),
    mastodonProblems({ ...m, tags: { team: "social" } }),
    mastodonProblems({ ...m, writer: { keys: {} } }),
    mastodonProblems({ ...m, writer: { role: { roleName: "web" } } }),
    limited({ cidrs: ["10.0.0.0/8"] }),
    limited({ cidrs: ["::/96"] }),
    limited({ vpcEndpoints: ["vpce-1a2b3c4d"] }),
    proxied("preserve-host"),
    mastodonProblems({
      ...m,
      mediaHost: { hostname: "files.example", external: { addresses: ["203.0.113.7/32"] } },
    }),
    mastodonProblems({ ...m, mediaHost: { hostname: "files.example", r2: { zoneId: "0".repeat(32) } } }),
    supabaseProblems({ ...s, version: "1.14.5" }),
    mastodonEnv(opened(m), key),
    authentikEnv(opened(a), key),
    supabaseEnv(openedSupabase(s), { writer: key, protocol: undefined }),
    bucketPolicy(known(m), mastodonNeeds(m), storeOf(m.store)),
    writerPolicy(m, mastodonNeeds(m), storeOf(m.store)),
    all.map(({ name, type: resource, inputs }) => [name, resource, inputs]),
  ]);
}

/** Capabilities that decide something only on a store that can do something else. */
const DEPENDS_ON: Partial<Record<keyof StoreCapabilities, (can: StoreCapabilities) => boolean>> = {
  // No proxy can stand before a store where nothing can be public.
  foreignHosts: (can) => can.bucketPolicy || can.objectAcls,
  blockPublicAcls: (can) => can.publicAccessBlock,
  blockPublicPolicies: (can) => can.publicAccessBlock,
  publicAddressesOnly: (can) => can.sourceAddress,
  ipVersionsApart: (can) => can.sourceAddress,
};

/**
 * So no capability is left over when the only store that needed it is removed. One store of each kind is enough, because the
 * servers of a kind share all code but their files.
 */
test.each(
  STORE_KINDS.flatMap((kind) => STORE_DEFINITIONS[kind].products.slice(0, 1)).flatMap((product) =>
    cellsOf(product)
      .filter((cell) => DEPENDS_ON[cell]?.(product.can) !== false)
      .map((cell) => [cell, product.name, product] as const),
  ),
)("%s decides something on %s", async (cell, _, product) => {
  const before = await outcomes(product);
  const after = await withOpposite(product, [cell], () => outcomes(product));
  expect(after === before).toBe(false);
});

test("a store that is not in the table is an error, never another store", () => {
  const unknown = { r3: { region: "eu-central-1" } };
  expect(() => storeOf(unknown as never)).toThrow("no store");
  expect(() => storeOf({ s3: { server: "toy", endpoint: "https://s3.example.org", region: "x" } })).toThrow(
    "toy",
  );
  expect([storeProductOf(unknown), storeProductOf({ s3: { server: "toy" } })]).toEqual([
    undefined,
    undefined,
  ]);
  for (const facts of [{ kind: "r3" }, { kind: "s3", server: "toy" }, { kind: "constructor" }])
    expect(() => storeProductOfFacts(facts)).toThrow("does not know");
  for (const problems of [mastodonProblems, authentikProblems, supabaseProblems])
    expect(problems({ ...mastodon(), store: unknown })).not.toEqual([]);
});
