/** Requests that write objects. */
import { formFields, send } from "./client";
import { ask, type Doing, PRIVATE, PUBLIC, request, viaUrl, xml } from "./doing";
import { WRITTEN } from "./seeds";

const sent = (): string => WRITTEN;

export const objectWrites = {
  put: {
    actions: [["s3:PutObject", "object"]],
    send: (it) => ask(it, "PUT", { body: WRITTEN }),
    changes: ["object"],
    leaves: sent,
  },
  "put with a public ACL": {
    actions: [
      ["s3:PutObject", "object"],
      ["s3:PutObjectAcl", "object"],
    ],
    send: (it) => ask(it, "PUT", { body: WRITTEN, headers: PUBLIC }),
    changes: ["object"],
    leaves: sent,
    opens: "object",
  },
  "put with a private ACL": {
    actions: [
      ["s3:PutObject", "object"],
      ["s3:PutObjectAcl", "object"],
    ],
    send: (it) => ask(it, "PUT", { body: WRITTEN, headers: PRIVATE }),
    changes: ["object"],
    leaves: sent,
  },
  "put with a changed body": {
    actions: [["s3:PutObject", "object"]],
    send: ({ s3, who, row, bucket }) =>
      s3.ask(who, request(row, bucket, "PUT", { body: WRITTEN }), { signedBody: "something else" }),
    changes: ["object"],
    leaves: sent,
  },
  "presigned put": {
    actions: [["s3:PutObject", "object"]],
    send: (it) => viaUrl(it, "PUT", WRITTEN, { seconds: 60 }),
    changes: ["object"],
    leaves: sent,
  },
  "expired presigned put": {
    actions: [["s3:PutObject", "object"]],
    send: (it) => viaUrl(it, "PUT", WRITTEN, { seconds: 60, secondsAgo: 120 }),
    changes: ["object"],
    leaves: sent,
  },
  "form post": {
    actions: [["s3:PutObject", "object"]],
    send: ({ s3, who, row, bucket }) => {
      const key = row.key ?? "";
      const form = multipartForm(who === undefined ? { key } : formFields(who, bucket, key), WRITTEN);
      return send(s3.request({ method: "POST", bucket, over: row.over, ...form }));
    },
    changes: ["object"],
    leaves: sent,
  },
  copy: {
    actions: [
      ["s3:GetObject", "source"],
      ["s3:PutObject", "object"],
    ],
    send: (it) => ask(it, "PUT", { headers: { "x-amz-copy-source": `/${it.source}` } }),
    changes: ["object"],
  },
  delete: { actions: [["s3:DeleteObject", "object"]], send: (it) => ask(it, "DELETE"), changes: ["object"] },
  "batch delete": {
    actions: [["s3:DeleteObject", "object"]],
    send: (it) =>
      ask(it, "POST", {
        key: undefined,
        query: "delete",
        body: xml("Delete", `<Object><Key>${it.row.key ?? ""}</Key></Object>`),
      }),
    changes: ["object"],
  },
} satisfies Record<string, Doing>;

/** A browser's form. The file is last, because S3 ignores fields after it. */
function multipartForm(
  fields: Record<string, string>,
  file: string,
): { headers: Record<string, string>; body: string } {
  const boundary = "form-boundary-of-the-tests";
  const part = (name: string, value: string): string =>
    `--${boundary}\r\nContent-Disposition: form-data; ${name}\r\n\r\n${value}\r\n`;
  const all = Object.entries(fields).map(([name, value]) => part(`name="${name}"`, value));
  const body = `${all.join("")}${part('name="file"; filename="file"', file)}--${boundary}--\r\n`;
  return { headers: { "content-type": `multipart/form-data; boundary=${boundary}` }, body };
}
