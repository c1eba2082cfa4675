export type Outcomes = Record<string, unknown>;

/** The origin of the pages that browsers come from (storage.py). */
const ORIGIN = "https://authentik.company";

/** What somebody else copied into the bucket, for each usage. */
export const MOVED = ["media/public/moved", "reports/public/moved"];

interface File {
  key: string;
  type: string | null;
  /** Whether the upload succeeds. */
  isSaved: boolean;
}

/** What authentik's calls (storage.py) for one usage, with one file, come to where everything works. */
export function authentikOutcomes(generation: string, { key, type, isSaved }: File): Outcomes {
  const moved = `${key.split("/")[0]}/public/moved`;
  return {
    absent: false,
    save: "ok",
    exists: true,
    ...(generation !== "G1" && { list: isSaved ? [key, moved].sort() : [moved] }),
    moved: { exists: true, browser: 200 },
    browser: { status: 200, isWhole: true, origin: ORIGIN, type },
    "changed signature": 403,
    "without signature": 403,
    abort: "ok",
    delete: "ok",
  };
}

/** What a browser gets in place of a file. */
const refused = (status: number): Outcomes => ({
  browser: { status, isWhole: false, origin: ORIGIN, type: "application/xml" },
});

/** By the instance (instances.ts) and the action that its writer lacks. */
type Changes = Record<string, Record<string, Outcomes>>;

/** What changes without a permission. */
const WITHOUT_ACTION: Changes = {
  // A HEAD begins each upload there, and 403 is not the 404 that it goes on at.
  upTo2025o10: { "s3:ListBucket": { absent: "403", save: "403", exists: "403", ...refused(403) } },
  from2026o5: {
    "s3:ListBucket": { list: "AccessDenied" },
    "s3:GetObject": { exists: false, moved: { exists: false, browser: 403 }, ...refused(403) },
    "s3:PutObject": { save: "AccessDenied", exists: false, abort: "AccessDenied", ...refused(404) },
    "s3:DeleteObject": { delete: "AccessDenied" },
    "s3:AbortMultipartUpload": { abort: "AccessDenied" },
  },
  mediaOnly: {},
};

/** A server that answers 404 for a missing key also to users who may not list. */
const tellsMissingKeys: Changes = { upTo2025o10: { "s3:ListBucket": {} } };

/** What changes instead on a server, by its name in stores/s3. */
const OTHERWISE: Record<string, Changes> = {
  ceph: {
    from2026o5: {
      // Of what it uploaded itself the writer is the owner, whose ACL lets it read.
      "s3:GetObject": { moved: { exists: false, browser: 403 } },
      // AWS documents that it checks this one.
      "s3:PutObjectAcl": {},
    },
  },
  minio: tellsMissingKeys,
  seaweedfs: {
    ...tellsMissingKeys,
    from2026o5: { "s3:AbortMultipartUpload": {} },
    // It does not check this one for uploads in parts, as those of reports are.
    mediaOnly: {
      "s3:PutObjectAcl": { save: "AccessDenied", exists: false, ...refused(404) },
    },
  },
  rustfs: tellsMissingKeys,
  versitygw: tellsMissingKeys,
};

/** Each instance with an action that its writer lacks, and what that changes on the server. */
export function withoutActions(server: string): [instance: string, action: string, changed: Outcomes][] {
  return Object.entries(WITHOUT_ACTION).flatMap(([instance, changes]) =>
    Object.entries({ ...changes, ...OTHERWISE[server]?.[instance] }).map(
      ([action, changed]): [string, string, Outcomes] => [instance, action, changed],
    ),
  );
}

/** The type, if any, of a file that 2025.12 to 2026.2 upload without one. Others take it for what S3 does. */
const TYPES_OF_UNTYPED: Record<string, Record<string, string | null>> = {
  garage: { "image/svg+xml": null, "text/csv": null },
  // It takes the type from the key's extension, but not for uploads in parts, as those of reports are.
  rustfs: { "image/svg+xml": "image/svg+xml", "text/csv": "binary/octet-stream" },
  seaweedfs: { "image/svg+xml": "text/plain; charset=utf-8", "text/csv": "text/csv; charset=utf-8" },
};

/** The type of a file at a browser: `type` is its real one. */
export function typeAtBrowser(server: string, generation: string, type: string): string | null {
  if (!/G2[ab]/.test(generation)) return type;
  const types = TYPES_OF_UNTYPED[server];
  return types === undefined ? "binary/octet-stream" : types[type]!;
}
