/** The state of a bucket, as its owner sees it: seeded before requests, and compared after them. */
import type { Answer, Credentials } from "./client";
import { PUBLIC } from "./doing";
import { elements, type S3, type S3Request } from "./s3";
import { MIGRATED, SHOWN } from "./seeds";
import type { Bucket } from "./under-test";

/** `object <key>`, `policy`, `cors`: everything that a request could change, as a string. */
export type State = Record<string, string>;

/** Sub-resources of a bucket that a request could change. */
const SETTINGS = [
  "policy",
  "cors",
  "acl",
  "versioning",
  "lifecycle",
  "tagging",
  "publicAccessBlock",
  "ownershipControls",
];

/** The body of an error contains the request's id, so only its code is compared. */
function shown({ status, text }: Answer): string {
  return status === 200 ? sorted(text) : `${status} ${elements(text, "Code")[0] ?? ""}`;
}

/** A policy with its lists in one order, because MinIO's changes with every answer; any other text as it is. */
function sorted(text: string): string {
  return text.startsWith("{") ? JSON.stringify(withSortedLists(JSON.parse(text))) : text;
}

function withSortedLists(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => JSON.stringify(withSortedLists(item))).sort();
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withSortedLists(member)]));
}

/** The state of a bucket; for one object and one upload with the details that only requests about them show. */
export async function stateOf(
  s3: S3,
  { name: bucket, writer }: Pick<Bucket, "name" | "writer">,
  key: string | undefined,
  upload: string | undefined,
): Promise<State> {
  const ask = async (who: Credentials, query: string | undefined, at?: string): Promise<string> =>
    shown(await s3.ask(who, { method: "GET", bucket, key: at, query }));
  const { root } = s3.server;
  const list = await ask(root, "list-type=2");
  if (list.startsWith("404")) return { bucket: "missing" };
  // Etags are hashes of the contents.
  const etags = elements(list, "ETag");
  const objects = elements(list, "Key").map((name, i) => [`object ${name}`, etags[i]!]);
  // By both, because on RGW an object belongs to its uploader, and only the uploader can read its ACL and tags.
  const target =
    key === undefined
      ? []
      : [writer, root].flatMap((who) => ["", "acl", "tagging"].map((query) => ask(who, query, key)));
  const [settings, uploads, about, parts] = await Promise.all([
    // A server that does not know a setting may answer with a list of the bucket.
    Promise.all(SETTINGS.map(async (name) => [name, withoutList(await ask(root, name))])),
    // MinIO lists the uploads of one key only.
    ask(root, `uploads&prefix=${encodeURIComponent(key ?? "")}`),
    Promise.all(target),
    // On RGW an upload belongs to whoever began it; elsewhere that alone does not let the writer list its parts.
    Promise.all(upload === undefined ? [] : [writer, root].map((who) => ask(who, `uploadId=${upload}`, key))),
  ]);
  return {
    bucket: "exists",
    ...(Object.fromEntries([...objects, ...settings]) as State),
    uploads: elements(uploads, "UploadId").sort().join(" "),
    // One of the two may have been refused.
    parts: longest(parts.map((list) => elements(list, "ETag").join(" "))),
    ...(key !== undefined && { [`object ${key}`]: about.join("\n") }),
  };
}

const withoutList = (text: string): string => (text.includes("<ListBucketResult") ? "unknown" : text);

const longest = (texts: string[]): string => texts.reduce((a, b) => (b.length > a.length ? b : a), "");

/** The names of the parts that differ. */
export function changes(before: State, after: State): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => before[name] !== after[name]).sort();
}

/** The original settings of a bucket, to restore them; undefined for what it does not have, or the server does not know. */
export interface Settings {
  policy: string | undefined;
  cors: string | undefined;
  acl: string | undefined;
}

export async function settingsOf(s3: S3, bucket: string): Promise<Settings> {
  const get = async (query: string): Promise<string | undefined> => {
    const { status, text } = await s3.ask(s3.server.root, { method: "GET", bucket, query });
    return status === 200 ? text : undefined;
  };
  return { policy: await get("policy"), cors: await get("cors"), acl: await get("acl") };
}

/** Restores the settings of a bucket and these objects. */
export async function seed(
  s3: S3,
  { name: bucket, writer }: Bucket,
  settings: Settings,
  objects: Record<string, string>,
): Promise<void> {
  const { root } = s3.server;
  const must = (who: Credentials, method: string, rest: Partial<S3Request>) =>
    s3.must(who, { method, bucket, ...rest });
  // In this order and one by one, because the writer needs the policy, and RGW loses parallel changes. Only what changed, because not
  // every server takes back the ACL that it shows.
  const current = await settingsOf(s3, bucket);
  for (const [query, body] of Object.entries(settings) as [keyof Settings, string | undefined][]) {
    if (sorted(current[query] ?? "") === sorted(body ?? "")) continue;
    if (body === undefined) await must(root, "DELETE", { query });
    else await must(root, "PUT", { query, body });
  }
  for (const query of ["tagging", "lifecycle"]) await s3.ask(root, { method: "DELETE", bucket, query });
  const uploads = (await must(root, "GET", { query: "uploads" })).text;
  const ids = elements(uploads, "UploadId");
  const uploading = elements(uploads, "Key");
  await Promise.all(
    ids.map((id, i) => must(root, "DELETE", { key: uploading[i]!, query: `uploadId=${id}` })),
  );
  const present = elements((await must(root, "GET", { query: "list-type=2" })).text, "Key");
  const extra = present.filter((key) => !(key in objects));
  await Promise.all(extra.map((key) => must(root, "DELETE", { key })));
  await Promise.all(
    Object.entries(objects).map(([key, body]) =>
      must(MIGRATED.includes(key) ? root : writer, "PUT", {
        key,
        body,
        ...(SHOWN.includes(key) && { headers: PUBLIC }),
      }),
    ),
  );
}
