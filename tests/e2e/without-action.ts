import type { S3 } from "../rgw/s3";

/** Takes an action out of a bucket's policy for as long as `ask` takes. */
export async function withoutAction<T>(
  s3: S3,
  bucket: string,
  action: string,
  ask: () => Promise<T>,
): Promise<T> {
  const { root } = s3.rgw;
  const { text } = await s3.must(root, { method: "GET", bucket, query: "policy" });
  const policy = JSON.parse(text) as { Statement: { Effect: string; Action: string | string[] }[] };
  const less = policy.Statement.map((statement) => ({
    ...statement,
    Action: [statement.Action].flat().filter((one) => one !== action),
  })).filter(({ Action }) => Action.length > 0);
  const put = (body: string) => s3.must(root, { method: "PUT", bucket, query: "policy", body });
  await put(JSON.stringify({ ...policy, Statement: less }));
  try {
    return await ask();
  } finally {
    await put(text);
  }
}
