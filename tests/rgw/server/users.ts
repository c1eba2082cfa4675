import { signed, type Credentials } from "../client";

/** A user with one key pair that the gateway generates. */
export async function createUser(
  rgw: { http: string; root: Credentials },
  uid: string,
  { mayCreateBuckets }: { mayCreateBuckets: boolean },
): Promise<Credentials> {
  const query = new URLSearchParams({ uid, "display-name": uid, format: "json" });
  // 0 would be "as many as they like", which is also what an absent parameter ends up as.
  if (!mayCreateBuckets) query.set("max-buckets", "-1");
  const answer = await signed(rgw.root, { method: "PUT", url: `${rgw.http}/admin/user?${query.toString()}` });
  if (answer.status !== 200) throw new Error(`user ${uid}: ${answer.status} ${answer.text}`);
  const { keys } = JSON.parse(answer.text) as { keys: { access_key: string; secret_key: string }[] };
  return { accessKeyId: keys[0]!.access_key, secretAccessKey: keys[0]!.secret_key };
}
