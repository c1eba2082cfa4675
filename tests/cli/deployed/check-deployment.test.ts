import { mastodonPlan } from "../../../apps/mastodon/plan";
import { authentikPlan } from "../../../apps/authentik/plan";
import { supabasePlan } from "../../../apps/supabase/plan";
import { checkDeployment } from "../../../cli/deployed/check-deployment";
import { authentik } from "../../apps/authentik/fixtures";
import { mastodon, onCeph } from "../../apps/mastodon/fixtures";
import { backend, endpointOnly } from "../../apps/supabase/fixtures";
import schema from "../../components/schema.json";
import { entry } from "../../env/values";

const facts = mastodonPlan(mastodon()).facts;
const purgeSecret = "0123456789abcdef".repeat(4);
const withPurgeSecrets = (purgeSecrets: unknown): Record<string, unknown> => ({ ...valid, purgeSecrets });
const withHost = {
  ...facts,
  mediaHost: {
    kind: "external",
    hostname: "files.social.example",
    signedBaseUrl: "https://files.social.example",
    maxAgeSeconds: 60,
  },
};
const valid = { schema: 1, title: "Media", entries: [entry("A", "b")], facts };

test.each(
  Object.entries({
    mastodon: facts,
    "mastodon on Ceph": mastodonPlan(onCeph()).facts,
    authentik: authentikPlan(authentik()).facts,
    supabase: supabasePlan(backend()).facts,
    "supabase without a bucket": supabasePlan(endpointOnly()).facts,
  }),
)("takes what a component exports: %s", (_, ofComponent) => {
  const deployment = JSON.parse(JSON.stringify({ ...valid, facts: ofComponent })) as typeof valid;
  expect(checkDeployment(deployment)).toEqual(deployment);
});

test("takes the purge secrets that the component makes", () => {
  const deployment = withPurgeSecrets([{ slot: "b", secret: purgeSecret }]);
  expect(checkDeployment(deployment)).toEqual(deployment);
});

test("takes members that it does not know, which a newer version may add under the same schema", () => {
  const more = { ...valid, more: 1, facts: { ...facts, more: 1, bucket: { ...facts.bucket, more: 1 } } };
  expect(checkDeployment(more)).toEqual(more);
});

describe("takes the same deployment from other languages", () => {
  const deployment: unknown = JSON.parse(
    JSON.stringify({ ...withPurgeSecrets([{ slot: "a", secret: purgeSecret }]), facts: withHost }),
  );

  test("Python's, with names in snake_case", () => {
    const ofPython = renamed(deployment, (name) => name.replace(/[A-Z]/g, (one) => `_${one.toLowerCase()}`));
    expect(ofPython).toHaveProperty("purge_secrets");
    expect(ofPython).toHaveProperty("facts.media_host.signed_base_url");
    expect(checkDeployment(ofPython as Record<string, unknown>)).toEqual(deployment);
  });

  test("those with null for a member that is not set", () => {
    const ofOthers = {
      ...(deployment as typeof valid),
      facts: { ...withHost, store: { ...facts.store, endpoint: null } },
    };
    expect(checkDeployment({ ...ofOthers, purgeSecrets: null })).toEqual({ ...valid, facts: withHost });
  });
});

function renamed(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [rename(name), renamed(one, rename)]));
}

test.each<[string, Record<string, unknown>]>([
  ["its schema", { ...valid, schema: 2 }],
  ["the schema of its facts", { ...valid, facts: { ...facts, schema: 2 } }],
  ["its schema, whatever else has changed", { schema: 2, title: {}, entries: {}, facts: [] }],
])("knows that a newer version made it by %s", (_, deployment) =>
  expect(checkDeployment(deployment)).toBe("newer"),
);

test.each<[string, Record<string, unknown>]>([
  ["a schema that there never was", { ...valid, schema: 0 }],
  ["a schema that is not a number", { ...valid, schema: "1" }],
  ["a title of two lines", { ...valid, title: "a\nB=c" }],
  ["a title that is not a string", { ...valid, title: null }],
  ["entries that are not a list", { ...valid, entries: {} }],
  ["an entry that is null", { ...valid, entries: [null] }],
  ["an entry without a value", { ...valid, entries: [{ name: "A", secret: false, comment: "" }] }],
  ["facts that are not an object", { ...valid, facts: null }],
  ["purge secrets that are not a list", withPurgeSecrets({ slot: "a", secret: purgeSecret })],
  ["a purge secret without a slot", withPurgeSecrets([{ secret: purgeSecret }])],
  ["a purge secret of other characters", withPurgeSecrets([{ slot: "a", secret: `${"a".repeat(63)}"` }])],
  ["a purge secret in capitals", withPurgeSecrets([{ slot: "a", secret: purgeSecret.toUpperCase() }])],
  ["a purge secret with a line break", withPurgeSecrets([{ slot: "a", secret: `${purgeSecret}\n` }])],
  ["a purge secret that is too short", withPurgeSecrets([{ slot: "a", secret: purgeSecret.slice(2) }])],
  ["a member that only its prototype has", { ...valid, facts: Object.create(facts) as object }],
])("refuses %s", (_, deployment) => expect(checkDeployment(deployment)).toBe("invalid"));

interface Type {
  type?: string;
  $ref?: string;
  items?: Type;
}
const types = schema.types as unknown as Record<
  string,
  { properties: Record<string, Type>; required?: string[] }
>;
const STORAGE_FACTS = "media-storage:index:StorageFacts";

/** A value of every member in the schema that other languages see. */
function sample(name: string): Record<string, unknown> {
  const members = types[name]!.properties;
  return Object.fromEntries(Object.entries(members).map(([member, type]) => [member, sampleOf(type)]));
}

function sampleOf({ type, $ref, items }: Type): unknown {
  const name = $ref?.replace("#/types/", "") ?? "";
  if (types[name]?.properties !== undefined) return sample(name);
  if (type === "array") return [sampleOf(items ?? {})];
  return { number: 1, boolean: true }[type ?? ""] ?? "text";
}

const groups: [path: string, name: string][] = [
  ["", STORAGE_FACTS],
  ...Object.entries(types[STORAGE_FACTS]!.properties).flatMap(([member, { $ref }]): [string, string][] =>
    $ref === undefined ? [] : [[member, $ref.replace("#/types/", "")]],
  ),
];
const members = groups.flatMap(([path, name]) =>
  Object.keys(types[name]!.properties).map(
    (member) => [path, member, types[name]!.required?.includes(member) === true] as const,
  ),
);

test.each(members)("checks the member %s/%s of the facts", (path, member, isRequired) => {
  const changed = (change: (group: Record<string, unknown>) => void): unknown => {
    const all = sample(STORAGE_FACTS);
    change(path === "" ? all : (all[path] as Record<string, unknown>));
    return checkDeployment({ ...valid, facts: all });
  };
  expect(changed(() => undefined)).toMatchObject({ title: "Media" });
  expect(changed((group) => (group[member] = { not: "this" }))).toBe("invalid");
  const without = changed((group) => Reflect.deleteProperty(group, member));
  if (isRequired) expect(without).toBe("invalid");
  else expect(without).toMatchObject({ title: "Media" });
});
