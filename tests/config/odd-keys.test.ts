/**
 * Keys with the names of members that every object has ("constructor"), in every map of a config. The config's check and the
 * components report the same problems, and the preview and a unit test register the same values.
 */
import fc from "fast-check";
import { ComponentResource, InputPropertiesError, runtime } from "@pulumi/pulumi";
import { record } from "../cli/offline/record";
import { omitStackTraces } from "../../cli/offline/stack-traces";
import { AuthentikStorage, MastodonStorage, SupabaseStorage } from "../../components";
import { instancesProblems } from "../../config/check-instances";
import type { AppName } from "../../apps/names";
import program from "../../index";
import { isMap } from "../../validation/shape";
import { pathsOf, replaced, VALID, withSecretKey, type Settings } from "./odd-configs";

const INHERITED = Object.getOwnPropertyNames(Object.prototype);
/** Keys with a special meaning in JavaScript, Pulumi's SDK or its bridge. */
const RESERVED = [
  ...["prototype", "length", "name", "then", "toJSON", "inspect", "id", "urn", "__pulumiOutput"],
  ...["__defaults", "__meta", "__pulumi_raw_state_delta", "4dabf18193072939515e22adb298388d"],
];
const KEYS = [...INHERITED, ...RESERVED];
const VALUES = ["a", {}, null];

const COMPONENTS: Record<AppName, new (name: string, args: never) => ComponentResource> = {
  mastodon: MastodonStorage,
  authentik: AuthentikStorage,
  supabase: SupabaseStorage,
};

type Inputs = Record<string, unknown>;
interface Found {
  problems: [path: string, message: string][];
  registered?: Record<string, Inputs>;
}

const problemsOf = (app: AppName, settings: unknown): Found["problems"] =>
  instancesProblems({ one: { [app]: settings } }, "c").map(({ path, message }) => [
    path.replace(`c.one.${app}.`, ""),
    message,
  ]);

async function ofPreview(app: AppName, settings: Settings): Promise<Found> {
  const problems = problemsOf(app, settings);
  if (problems.length > 0) return { problems };
  const values: Record<string, string> = {
    "media-storage:instances": JSON.stringify({ one: { [app]: settings } }),
  };
  if (JSON.stringify(settings).includes('"given"')) values["media-storage:oneSecretAccessKey"] = "canary";
  const config = { project: "media-storage", stack: "dev", values, secretKeys: [] };
  const registrations = await record(config, program);
  const buckets = registrations.filter(({ type }) => type.startsWith("aws:s3"));
  return { problems, registered: Object.fromEntries(buckets.map(({ name, inputs }) => [name, inputs])) };
}

async function ofComponent(app: AppName, settings: Settings): Promise<Found> {
  const registered: Record<string, Inputs> = {};
  await runtime.setMocks({
    newResource: ({ name, type, inputs }) => {
      if (type.startsWith("aws:s3")) registered[name] = inputs as Inputs;
      return { id: name, state: { ...(inputs as Inputs), secret: "canary", hex: "c0ffee" } };
    },
    call: () => ({}),
  });
  try {
    new COMPONENTS[app]("one", withSecretKey(settings) as never);
  } catch (error) {
    if (!InputPropertiesError.isInstance(error)) throw error;
    return { problems: error.errors.map(({ propertyPath, reason }) => [propertyPath, reason]) };
  }
  await (runtime as unknown as { waitForRPCs(): Promise<void> }).waitForRPCs();
  return { problems: [], registered };
}

/** A copy with one more own member, whatever its name. */
function withMember(settings: Settings, path: (string | number)[], key: string, value: unknown): Settings {
  const map = path.reduce<unknown>((inner, member) => (inner as Settings)[member], settings);
  const more = Object.fromEntries([...Object.entries(map as Settings), [key, value]]);
  return replaced(settings, path, more) as Settings;
}

// The SDK makes a stack trace for each promise, which takes half of the time here. A failure still shows what differs.
beforeAll(omitStackTraces);

const maps = VALID.flatMap(([app, settings]) =>
  [[], ...pathsOf(settings)]
    .filter((path) => isMap(path.reduce<unknown>((inner, member) => (inner as Settings)[member], settings)))
    .map((path) => ({ app, settings, path })),
);

describe("a key with the name of a member that every object has", () => {
  it("is tested in every map, also in tags", () => {
    const all = maps.map(({ path }) => path.join("."));
    expect(all).toEqual(expect.arrayContaining(["", "tags", "store.aws", "additionalStatements.0"]));
  });

  it("is an error with the same message in the config's check and in the component, or in neither", async () => {
    const different: unknown[] = [];
    for (const { app, settings, path } of maps) {
      for (const key of KEYS) {
        for (const value of VALUES) {
          const odd = withMember(settings, path, key, value);
          const problems = problemsOf(app, odd);
          if (problems.length === 0) continue;
          const other = await ofComponent(app, odd);
          if (JSON.stringify(other.problems) !== JSON.stringify(problems))
            different.push([app, path.join("."), key, value, problems, other.problems]);
        }
      }
    }
    expect(different).toEqual([]);
  });

  it("is registered unchanged by the preview and in a unit test, if it is accepted", async () => {
    const accepted = maps
      .flatMap(({ app, settings, path }) => KEYS.map((key) => ({ app, settings, path, key })))
      // The ids of lifecycle rules must differ.
      .filter(({ path, key }) => !(key === "id" && path.includes("lifecycleRules")))
      .map(({ app, settings, path, key }) => ({ app, path, key, odd: withMember(settings, path, key, "a") }))
      .filter(({ app, odd }) => problemsOf(app, odd).length === 0);
    expect([...new Set(accepted.map(({ path }) => path.join(".")))]).toEqual(["tags", "backend.tags"]);
    for (const { app, key, odd } of accepted) {
      const [preview, component] = [await ofPreview(app, odd), await ofComponent(app, odd)];
      expect(preview.registered).toEqual(component.registered);
      const { tags } = component.registered?.["one-bucket"] as { tags: Settings };
      expect(Object.entries(tags)).toContainEqual([key, "a"]);
    }
  });

  it("is registered unchanged, whatever the names of other tags are", async () => {
    const name = fc.oneof(
      fc.constantFrom(...KEYS),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 9 }),
    );
    const tags = fc.array(fc.tuple(name, fc.string({ maxLength: 9 })), { maxLength: 9 });
    const [app, settings] = VALID[0]!;
    await fc.assert(
      fc.asyncProperty(
        tags.map((list) => Object.fromEntries(list)),
        async (written) => {
          const odd = { ...settings, tags: written };
          const [preview, component] = [await ofPreview(app, odd), await ofComponent(app, odd)];
          expect(preview).toEqual(component);
          if (preview.registered === undefined) return;
          const { tags } = preview.registered["one-bucket"] as { tags: Settings };
          expect(Object.entries(tags).sort()).toEqual(Object.entries(written).sort());
        },
      ),
      { numRuns: 40 },
    );
  });
});
