/** Requests of uploads in parts. */
import type { Credentials } from "./client";
import { ask, type Ask, type Doing, PUBLIC, xml } from "./doing";
import { elements, type S3 } from "./s3";

/** The content of the only part of an upload. */
const PART = "the bytes of a part";

/** Begins the upload of a row, as the writer. */
export async function beginUpload(
  s3: S3,
  writer: Credentials,
  bucket: string,
  key: string,
  headers: Record<string, string> = {},
): Promise<Ask["upload"]> {
  const begun = await s3.must(writer, { method: "POST", bucket, key, query: "uploads", headers });
  const id = elements(begun.text, "UploadId")[0]!;
  const query = `partNumber=1&uploadId=${id}`;
  const part = await s3.must(writer, { method: "PUT", bucket, key, query, body: PART });
  return { id, etag: String(part.headers["etag"]) };
}

/** A request about an unfinished upload. */
const onUpload = (rest: Omit<Doing, "actions" | "upload">, action = "s3:PutObject"): Doing => ({
  actions: [[action, "object"]],
  upload: true,
  ...rest,
});

const complete = (it: Ask, { id, etag }: Ask["upload"]) =>
  ask(it, "POST", {
    query: `uploadId=${id}`,
    body: xml("CompleteMultipartUpload", `<Part><PartNumber>1</PartNumber><ETag>${etag}</ETag></Part>`),
  });

export const uploads = {
  "create upload": {
    actions: [["s3:PutObject", "object"]],
    send: (it) => ask(it, "POST", { query: "uploads" }),
    changes: ["uploads"],
  },
  "upload part": onUpload({
    send: (it) => ask(it, "PUT", { query: `partNumber=2&uploadId=${it.upload.id}`, body: PART }),
    changes: ["parts"],
  }),
  "list parts": onUpload(
    { send: (it) => ask(it, "GET", { query: `uploadId=${it.upload.id}` }) },
    "s3:ListMultipartUploadParts",
  ),
  "complete upload": onUpload({
    send: (it) => complete(it, it.upload),
    changes: ["object", "parts", "uploads"],
    leaves: () => PART,
  }),
  "abort upload": onUpload(
    { send: (it) => ask(it, "DELETE", { query: `uploadId=${it.upload.id}` }), changes: ["parts", "uploads"] },
    "s3:AbortMultipartUpload",
  ),
  // The ACL is in the first of the three requests.
  "upload in parts with a public ACL": {
    actions: [
      ["s3:PutObject", "object"],
      ["s3:PutObjectAcl", "object"],
    ],
    send: async (it) => {
      if (it.who === undefined) throw new Error("nobody can begin that upload");
      return complete(it, await beginUpload(it.s3, it.who, it.bucket, it.row.key ?? "", PUBLIC));
    },
    changes: ["object"],
    leaves: () => PART,
    opens: "object",
  },
} satisfies Record<string, Doing>;
