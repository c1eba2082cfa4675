/** The rows of tests/rgw/requests.json that anybody asks of a bucket, asked of the media host in front of it. */
import type { Answer, Credentials } from "../../rgw/client";
import { type Row, rowsOn } from "../../rgw/row";
import { S3, type S3Request } from "../../rgw/s3";
import type { S3Server } from "../../s3-servers/s3-server";
import type { CloudFront } from "../servers/cloudfront";
import { sendRaw } from "../servers/cloudfront/raw-request";

/**
 * Where a host rightly answers something else, with rows of its own in requests.json: the bucket's CORS rules and forms, and
 * sub-resources of public objects, which are the objects themselves when no query is passed on.
 */
const OF_BUCKETS = ["preflight", "form post", "get object ACL", "get object tags"];

/** What is asked of the one bucket, without the bucket's name in the URL, and what the host answers where that is something else. */
export const hostRows: Row[] = rowsOn("rgw")
  .filter((row) => row.who === "anonymous" && row.in === undefined && !OF_BUCKETS.includes(row.what))
  .map(({ headers, ...row }) => ({
    ...row,
    // Whatever the bucket's own rules say.
    ...(headers !== undefined && { headers: { "access-control-allow-origin": "*" } }),
    ...(row.over === "http" && { status: [301, 403] }),
  }));

/** A client whose unsigned requests go to the host, and all others to the bucket. */
export class HostS3 extends S3 {
  constructor(
    server: S3Server,
    private readonly cloudFront: CloudFront,
    private readonly hostname: string,
  ) {
    super(server);
  }

  override async ask(
    who: Credentials | undefined,
    request: S3Request,
    ...how: Parameters<S3["ask"]> extends [unknown, unknown, ...infer Rest] ? Rest : never
  ): Promise<Answer> {
    if (who !== undefined) return super.ask(who, request, ...how);
    const { method, key = "", query, headers = {}, body = "", over = "https" } = request;
    const path = key.split("/").map(encodeURIComponent).join("/");
    const target = `/${path}${query === undefined ? "" : `?${query}`}`;
    const sent = { ...headers, host: this.hostname };
    const answer = await sendRaw(this.cloudFront[over], { method, target }, sent, body.toString());
    const joined = Object.entries(answer.headers).map(([name, values]) => [name, values?.join(", ")]);
    return { ...answer, headers: Object.fromEntries(joined) as Answer["headers"] };
  }
}
