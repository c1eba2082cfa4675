/** `mediaHost.external.addresses` on a running gateway: the policy that a deployment makes, and requests from two addresses of loopback. */
import { mastodonPolicyNeeds } from "../../apps/mastodon/needs";
import { mastodonProblems } from "../../apps/mastodon/validate";
import { bucketPolicy } from "../../storage/bucket-policy";
import { storeOf } from "../../stores";
import { onCeph } from "../apps/mastodon/fixtures";
import { known } from "../storage/known";
import { presigned, send, type Answer } from "./client";
import { describeWithRgw } from "./server";
import { useGateway } from "./use-gateway";

const bucket = "addresses";
const OBJECTS = Object.fromEntries(
  ["accounts/1.png", "backups/1.zip", "other/1.txt"].map((key) => [key, key]),
);
const PROXY = "127.0.0.2";
const ELSEWHERE = "127.0.0.1";

describeWithRgw("a bucket whose public prefixes only the proxy reads", () => {
  const gateway = useGateway({ bucket, objects: OBJECTS });

  async function allow(addresses?: string[]): Promise<void> {
    const settings = onCeph({
      bucket,
      writer: { given: { accessKeyId: "x", secretAccessKey: "y", principal: "arn:aws:iam:::user/writer" } },
      mediaHost: { hostname: "files.social.example", external: { ...(addresses && { addresses }) } },
    });
    expect(mastodonProblems(settings)).toEqual([]);
    const policy = bucketPolicy(known(settings), mastodonPolicyNeeds(settings), storeOf(settings.store));
    await gateway.s3.must(gateway.rgw.root, {
      method: "PUT",
      bucket,
      query: "policy",
      body: JSON.stringify(policy),
    });
  }

  const ask = (
    from: string,
    method: string,
    key?: string,
    more: { query?: string; headers?: Record<string, string> } = {},
  ): Promise<Answer> => send({ ...gateway.s3.request({ method, bucket, key, ...more }), from });

  /** GET and HEAD of a public object, GET of a private one and of one below no prefix, and the list. */
  const statuses = async (from: string, headers: Record<string, string> = {}): Promise<number[]> => {
    const answers: number[] = [];
    for (const [method, key] of [
      ["GET", "accounts/1.png"],
      ["HEAD", "accounts/1.png"],
      ["GET", "backups/1.zip"],
      ["GET", "other/1.txt"],
      ["GET", undefined],
    ] as const)
      answers.push((await ask(from, method, key, { headers })).status);
    return answers;
  };

  test("is read from anywhere without addresses", async () => {
    await allow();
    expect(await statuses(ELSEWHERE)).toEqual([200, 200, 403, 403, 403]);
  });

  test("is read at the proxy's address, below the public prefixes only, and never listed", async () => {
    await allow([`${PROXY}/32`]);
    expect(await statuses(PROXY)).toEqual([200, 200, 403, 403, 403]);
  });

  test("cannot be read from elsewhere, whatever a header says", async () => {
    await allow([`${PROXY}/32`]);
    expect(await statuses(ELSEWHERE)).toEqual([403, 403, 403, 403, 403]);
    for (const header of ["x-forwarded-for", "x-real-ip", "forwarded", "x-client-ip"]) {
      const value = header === "forwarded" ? `for=${PROXY}` : PROXY;
      expect(await statuses(ELSEWHERE, { [header]: value })).toEqual([403, 403, 403, 403, 403]);
    }
  });

  test("follows any of several ranges", async () => {
    await allow(["203.0.113.0/24", "127.0.0.2/31", "2001:db8::/32"]);
    expect((await ask(PROXY, "GET", "accounts/1.png")).status).toBe(200);
    expect((await ask("127.0.0.3", "GET", "accounts/1.png")).status).toBe(200);
    expect((await ask(ELSEWHERE, "GET", "accounts/1.png")).status).toBe(403);
  });

  test("serves presigned URLs of the writer to everybody, also those of exports", async () => {
    await allow([`${PROXY}/32`]);
    for (const key of ["backups/1.zip", "accounts/1.png"]) {
      const request = gateway.s3.request({ method: "GET", bucket, key });
      const url = await presigned(gateway.rgw.writer, request, 60);
      for (const from of [ELSEWHERE, PROXY]) {
        const answer = await send({ ...request, url, from });
        expect([from, answer.status, answer.text]).toEqual([from, 200, key]);
      }
    }
  });
});
