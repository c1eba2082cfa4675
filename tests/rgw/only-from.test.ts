/** `writer.onlyFrom` on a running gateway: the policy that a deployment makes, and requests from two addresses of loopback. */
import { bucketPolicy } from "../../storage/bucket-policy";
import { mastodonPolicyNeeds } from "../../apps/mastodon/needs";
import { storeOf } from "../../stores";
import { onCeph } from "../apps/mastodon/fixtures";
import { signed } from "./client";
import type { S3Request } from "./s3";
import { describeWithRgw } from "./server";
import { useGateway, type Gateway } from "./use-gateway";
import { known } from "../storage/known";

const bucket = "only-from";

/** The statuses of a write, a read, a list and a delete with the writer's key. */
async function tried({ rgw, s3 }: Gateway, headers: Record<string, string> = {}): Promise<number[]> {
  const statuses: number[] = [];
  const requests: Partial<S3Request>[] = [
    { method: "PUT", key: "accounts/1.png", body: "x" },
    { method: "GET", key: "backups/1.zip" },
    { method: "GET" },
    { method: "DELETE", key: "accounts/1.png" },
  ];
  for (const request of requests) {
    const full = s3.request({ bucket, method: "GET", headers, ...request });
    statuses.push((await signed(rgw.writer, full)).status);
  }
  return statuses;
}

async function allowFrom({ rgw, s3 }: Gateway, cidrs: string[]): Promise<void> {
  const settings = onCeph({
    bucket,
    writer: {
      given: { accessKeyId: "x", secretAccessKey: "y", principal: "arn:aws:iam:::user/writer" },
      onlyFrom: { cidrs },
    },
  });
  const store = storeOf(settings.store);
  const policy = bucketPolicy(known(settings), mastodonPolicyNeeds(settings), store);
  await s3.must(rgw.root, { method: "PUT", bucket, query: "policy", body: JSON.stringify(policy) });
  await s3.must(rgw.root, { method: "PUT", bucket, key: "backups/1.zip", body: "an export" });
  await s3.must(rgw.root, {
    method: "PUT",
    bucket,
    key: "backups/1.zip",
    query: "acl",
    headers: { "x-amz-acl": "private" },
  });
}

describeWithRgw("a key that works at one address only", () => {
  const gateway = useGateway({ bucket });

  test("can do everything that the app needs from that address", async () => {
    await allowFrom(gateway, ["127.0.0.1/32"]);
    expect(await tried(gateway)).toEqual([200, 200, 200, 204]);
  });

  test("can only read from elsewhere, whatever a header says", async () => {
    await allowFrom(gateway, ["203.0.113.0/24", "2001:db8::/32"]);
    expect(await tried(gateway)).toEqual([403, 200, 403, 403]);
    expect(await tried(gateway, { "x-forwarded-for": "203.0.113.9" })).toEqual([403, 200, 403, 403]);
  });
});

describeWithRgw("a key that works at one address only, behind a proxy", () => {
  const gateway = useGateway({ bucket, settings: "rgw remote addr param = HTTP_X_FORWARDED_FOR" });

  const [ALL, READS] = [
    [200, 200, 200, 204],
    [403, 200, 403, 403],
  ];
  test.each<[string, string | undefined, number[]]>([
    ["the address that the proxy sets", "203.0.113.9", ALL],
    ["another one", "198.51.100.9", READS],
    [
      "the first of several addresses, which a client can invent if the proxy appends",
      "203.0.113.9, 198.51.100.9",
      ALL,
    ],
    ["not a later address", "198.51.100.9, 203.0.113.9", READS],
    ["no address", undefined, READS],
  ])("%s is compared", async (_, header, statuses) => {
    await allowFrom(gateway, ["203.0.113.0/24"]);
    expect(await tried(gateway, header === undefined ? {} : { "x-forwarded-for": header })).toEqual(statuses);
  });
});
