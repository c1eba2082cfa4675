/** Sends the request of one row and checks the answer and its effects. */
import { evaluate } from "../../access/evaluate";
import { bucketArn } from "../../access/statements";
import { credentialsOf, policiesOf } from "./actors";
import type { Answer } from "./client";
import type { Ask } from "./doing";
import { statuses, type Row } from "./row";
import { elements, type S3 } from "./s3";
import { contentOf, showsContent } from "./seeds";
import { changes, stateOf, type State } from "./state";
import type { Bucket, Buckets } from "./under-test";
import { beginUpload } from "./uploads";
import { whats } from "./whats";

export interface Stage extends Buckets {
  s3: S3;
  neighbour: Bucket;
}

const EXTRA = { "a new bucket": "rgw-new-media", "an empty bucket": "rgw-empty-media" };

/** What no answer to a stranger may contain, whatever its status. */
const TELLING =
  /<(ListBucketResult|ListVersionsResult|ListMultipartUploadsResult|ListPartsResult|AccessControlPolicy|CORSConfiguration|Tagging|DeleteResult><Deleted)|"Statement"/;

export async function runRow(stage: Stage, row: Row): Promise<void> {
  const { s3 } = stage;
  const target = targetOf(stage, row);
  const doing = whats[row.what];
  const { writer } = stage.bucket;
  const upload = doing.upload && (await beginUpload(s3, writer, target.name, row.key ?? ""));
  const state = (): Promise<State> => stateOf(s3, target, row.key, upload?.id);
  const before = doing.changes && (await state());
  const ask: Ask = {
    s3,
    row,
    who: credentialsOf(row.who, s3.server, writer, stage.neighbour.writer),
    bucket: target.name,
    source: `${(row.source?.in === undefined ? stage.bucket : stage.neighbour).name}/${row.source?.key ?? ""}`,
    upload: upload ?? { id: "", etag: "" },
  };
  const answer = await doing.send(ask);
  checkAnswer(row, answer);
  if (before === undefined) return;
  const after = await state();
  if (row.expected === "deny") expect(after).toEqual(before);
  else await checkWritten(stage, ask, before, after);
}

/** The bucket of a row. The two that are created for a single row belong to the owner, and only the owner can use them. */
export function targetOf({ s3, bucket, acl, neighbour }: Stage, row: Row): Bucket {
  if (row.in === undefined) return bucket;
  if (row.in === "another bucket") return neighbour;
  if (row.in === "a bucket with ACLs") {
    if (acl === undefined) throw new Error(`${row.name}: there is no bucket with ACLs`);
    return acl;
  }
  return { ...bucket, name: EXTRA[row.in], writer: s3.server.root };
}

function checkAnswer(row: Row, answer: Answer): void {
  const { text, headers, body } = answer;
  // Together, so that a failure shows the server's answer.
  expect({ statuses: statuses(row), text }).toEqual({
    statuses: expect.arrayContaining([answer.status]) as number[],
    text,
  });
  for (const part of row.contains ?? []) expect(text).toContain(part);
  for (const part of row.lacks ?? []) expect(text).not.toContain(part);
  for (const [name, value] of Object.entries(row.headers ?? {})) {
    expect([name, headers[name] ?? null]).toEqual([name, value]);
  }
  const stranger = row.who !== "writer" && row.who !== "owner";
  if (row.expected === "deny" || stranger) expect(text).not.toMatch(TELLING);
  if (row.expected === "deny") {
    expect(showsContent(text)).toBe(false);
    return;
  }
  const content = contentOf(row.key ?? "");
  if (content === undefined || answer.status === 404) return;
  if (row.what === "get" || row.what === "presigned get") expect(text).toBe(content);
  if (row.what === "range") expect(text).toBe(content.slice(5, 10));
  if (row.what === "head")
    expect([body.length, headers["content-length"]]).toEqual([0, String(content.length)]);
}

async function checkWritten(stage: Stage, ask: Ask, before: State, after: State): Promise<void> {
  const { row, s3, bucket } = ask;
  const doing = whats[row.what];
  const changed = changes(before, after);
  if (doing.changes?.includes("bucket") === true) {
    expect(changed).toContain("bucket");
    return;
  }
  const object = `object ${row.key ?? ""}`;
  expect(changed).toEqual(doing.changes?.map((name) => (name === "object" ? object : name)).sort());
  if (doing.leaves !== undefined) expect(after[object]?.split("\n")[0]).toBe(doing.leaves(ask));
  if (row.what === "copy") expect(after[object]?.split("\n")[0]).toBe(contentOf(row.source?.key ?? ""));
  if (row.what.endsWith("delete")) expect(after[object]).toMatch(/^404/);
  if (row.what.endsWith("policy")) return;
  // After every write, private objects are private and nobody can list, except for what an ACL opens if ACLs apply.
  const opens = bucket === stage.acl?.name ? doing.opens : row.opens;
  const list = await s3.ask(undefined, { method: "GET", bucket });
  const listed = opens === "list" ? [200, true] : [403, false];
  expect([list.status, list.text.includes("<ListBucketResult")]).toEqual(listed);
  if (row.key === undefined || isPublic(targetOf(stage, row), row.key)) return;
  const read = await s3.ask(undefined, { method: "GET", bucket, key: row.key });
  expect(read.status).toBe(opens === "object" ? 200 : 403);
}

function isPublic({ name, policy }: Bucket, key: string): boolean {
  const resource = `${bucketArn(name, "us-east-1")}/${key}`;
  const context = { "aws:SecureTransport": "true" };
  const request = { principal: { kind: "anonymous" } as const, action: "s3:GetObject", resource, context };
  return evaluate(request, policiesOf(policy, [])).effect === "allow";
}

/** Whether the row's bucket differs afterwards: if the request wrote, or an upload was begun for it. */
export function leavesTraces({ what, expected }: Row): boolean {
  const { changes, upload = false } = whats[what];
  return upload || (expected === "allow" && changes !== undefined);
}

/** Creates the extra bucket that a row needs, or makes sure that it does not exist. */
export async function extraBucket(s3: S3, row: Row): Promise<void> {
  if (row.in !== "an empty bucket" && row.in !== "a new bucket") return;
  const { root } = s3.server;
  for (const bucket of Object.values(EXTRA)) {
    // A row may have uploaded to it, and only an empty bucket can be deleted.
    const { text } = await s3.ask(root, { method: "GET", bucket });
    for (const key of elements(text, "Key")) await s3.ask(root, { method: "DELETE", bucket, key });
    await s3.ask(root, { method: "DELETE", bucket });
  }
  if (row.in === "an empty bucket") await s3.must(root, { method: "PUT", bucket: EXTRA[row.in] });
}
