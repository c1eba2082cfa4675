import { mastodonProblems } from "../apps/mastodon-problems";
import type { MastodonSettings } from "../apps/mastodon-settings";
import { at, type Problem } from "../problems/problem";
import { schemaProblems } from "./schema-problems";
import type { InstancesConfig, MastodonConfig } from "./types";

/** Everything that is wrong with the config's map of instances, each with its path below `path`. */
export function instancesProblems(value: unknown, path: string): Problem[] {
  if (value === undefined || value === null) {
    return [{ path, message: "is missing; name your instances there (Pulumi.dev.yaml has an example)" }];
  }
  const { problems, sound } = schemaProblems(value, path);
  // Not even a map: there are no instances to look at.
  if (typeof value !== "object" || Array.isArray(value)) return problems;
  const instances = sound as InstancesConfig;
  if (Object.keys(value).length === 0) {
    problems.push({ path, message: "is empty; name an instance (Pulumi.dev.yaml has an example)" });
  }
  for (const [name, { mastodon }] of Object.entries(instances)) {
    const instance = at(path, name);
    const found: Problem[] =
      mastodon === undefined
        ? [{ path: instance, message: "names no app; write `mastodon:` with its settings" }]
        : mastodonProblems(withSecret(mastodon), at(instance, "mastodon"));
    // What has no sound value is missing in the copy; saying so beside the reason would be noise.
    problems.push(...found.filter((one) => !problems.some((shape) => isWithin(shape.path, one.path))));
  }
  return [...problems, ...sharedBuckets(instances, path)];
}

/** The secret of a given key is a config value of its own, which is checked where it is read. */
function withSecret(mastodon: MastodonConfig): MastodonSettings {
  const given = mastodon.writer?.given;
  return given === undefined
    ? mastodon
    : { ...mastodon, writer: { ...mastodon.writer, given: { ...given, secretAccessKey: "elsewhere" } } };
}

function isWithin(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
}

/** Each app deletes what it does not know of, so a bucket belongs to one instance. */
function sharedBuckets(instances: InstancesConfig, path: string): Problem[] {
  const owners = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [name, { mastodon }] of Object.entries(instances)) {
    const bucket = (mastodon as Partial<typeof mastodon>)?.bucket;
    if (bucket === undefined) continue;
    const owner = owners.get(bucket);
    if (owner === undefined) owners.set(bucket, name);
    else {
      problems.push({
        path: at(path, `${name}.mastodon.bucket`),
        message: `"${bucket}" is the bucket of ${owner} too; one would delete or overwrite what the other keeps: write another name`,
      });
    }
  }
  return problems;
}
