/** A given key is changed for another one of the same user, with both tried at every stage. */
import { parse } from "dotenv";
import { signed, type Credentials } from "../rgw/client";
import { findPlaintext } from "./canaries";
import { AVATAR, describeLife } from "./life";

describeLife("a given key that is rotated", "e2e-life-given-key", (life) => {
  let old: Credentials;
  let fresh: Credentials;

  /** A call of Ceph's Admin Ops API, as `radosgw-admin key create` and `key rm` do it. */
  async function key(
    method: string,
    { accessKeyId, secretAccessKey }: Partial<Credentials>,
  ): Promise<number> {
    const query = new URLSearchParams({ uid: "writer", "access-key": accessKeyId!, "generate-key": "false" });
    if (secretAccessKey !== undefined) query.set("secret-key", secretAccessKey);
    const url = `${life.rgw.http}/admin/user?key&${query.toString()}`;
    return (await signed(life.rgw.root, { method, url })).status;
  }

  /** What the env block has. */
  async function inEnv(): Promise<Credentials> {
    const { socialEnv } = await life.stack.outputs();
    const { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "" } = parse(socialEnv?.value as string);
    return { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  }

  /** The statuses with which the app writes, reads and deletes with a key. */
  async function tried(who: Credentials): Promise<number[]> {
    const statuses = [];
    for (const method of ["PUT", "GET", "DELETE"])
      statuses.push(
        (await life.ask(who, { method, key: AVATAR, ...(method === "PUT" && { body: "new" }) })).status,
      );
    return statuses;
  }
  const WORKS = [200, 200, 204];
  const REFUSED = [403, 403, 403];

  it("begins with one key", async () => {
    await life.up();
    old = await inEnv();
    fresh = { accessKeyId: "F".repeat(20), secretAccessKey: "fresh-secret-".repeat(3) };
    expect([await tried(old), await tried(fresh)]).toEqual([WORKS, REFUSED]);
  });

  it("has both when the user gets a second one; the env block is the same", async () => {
    expect(await key("PUT", fresh)).toBe(200);
    expect([await tried(old), await tried(fresh)]).toEqual([WORKS, WORKS]);
    expect(await inEnv()).toEqual(old);
  });

  it("moves the env block to the second and does not change the bucket, whose policy names the user", async () => {
    life.writer = fresh;
    expect((await life.up()).steps).toEqual([]);
    expect(await inEnv()).toEqual(fresh);
    expect([await tried(old), await tried(fresh)]).toEqual([WORKS, WORKS]);
  });

  it("deletes the first on the server", async () => {
    expect(await key("DELETE", { accessKeyId: old.accessKeyId })).toBe(200);
    expect([await tried(old), await tried(fresh)]).toEqual([REFUSED, WORKS]);
    expect(await life.stack.previewDiff()).toMatchObject({ changes: { same: 7 }, steps: [] });
  });

  it("never shows the secret of a key", async () => {
    const secrets = [old.secretAccessKey, fresh.secretAccessKey, life.rgw.root.secretAccessKey];
    expect(findPlaintext(secrets, await life.stack.sources())).toEqual([]);
  });
});
