/** The state of a bucket, as its owner sees it: seeded before requests, and compared after them. */
import type { Answer, Credentials } from "./client";
import { PUBLIC } from "./doing";
import { elements, type S3, type S3Request } from "./s3";
import { MIGRATED, SHOWN } from "./seeds";
import type { Bucket } from "./under-test";

/** `object <key>`, `policy`, `cors`: everything that a request could change, as a string. */
export type State = Record<string, string>;

/** Sub-resources of a bucket that a request could change. */
const SETTINGS = ["policy", "cors", "acl", "versioning", "lifecycle", "tagging", "publicAccessBlock"];

/** The body of an error contains the request's id, so only its code is compared. */
function shown({ status, text }: Answer): string {
  return status === 200 ? text : `${status} ${elements(text, "Code")[0] ?? ""}`;
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
  const { root } = s3.rgw;
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
    Promise.all(SETTINGS.map(async (name) => [name, await ask(root, name)])),
    ask(root, "uploads"),
    Promise.all(target),
    upload === undefined ? "" : ask(writer, `uploadId=${upload}`, key),
  ]);
  return {
    bucket: "exists",
    ...(Object.fromEntries([...objects, ...settings]) as State),
    uploads: elements(uploads, "UploadId").sort().join(" "),
    parts: elements(parts, "ETag").join(" "),
    ...(key !== undefined && { [`object ${key}`]: about.join("\n") }),
  };
}

/** The names of the parts that differ. */
export function changes(before: State, after: State): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => before[name] !== after[name]).sort();
}

/** The original settings of a bucket, to restore them. */
export interface Settings {
  policy: string;
  cors: string;
  acl: string;
}

export async function settingsOf(s3: S3, bucket: string): Promise<Settings> {
  const get = async (query: string): Promise<string> =>
    (await s3.must(s3.rgw.root, { method: "GET", bucket, query })).text;
  return { policy: await get("policy"), cors: await get("cors"), acl: await get("acl") };
}

/** Restores the settings of a bucket and these objects. */
export async function seed(
  s3: S3,
  { name: bucket, writer }: Bucket,
  settings: Settings,
  objects: Record<string, string>,
): Promise<void> {
  const { root } = s3.rgw;
  const must = (who: Credentials, method: string, rest: Partial<S3Request>) =>
    s3.must(who, { method, bucket, ...rest });
  // In this order and one by one, because the writer needs the policy, and RGW loses parallel changes.
  for (const [query, body] of Object.entries(settings))
    await must(root, "PUT", { query, body: body as string });
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
