/** docs/access-acl.md: from bucket policy to ACLs and back, with objects in the bucket. */
import { AVATAR, CONTENTS, describeLife, EXPORT, FOLLOWS } from "./life";

const NEW = "media_attachments/files/2.png";
const HIDDEN = "media_attachments/files/3.png";

describeLife("a bucket that changes between bucket policy and ACLs", "e2e-life-access", (life) => {
  const acl = (value: string) => ({ headers: { "x-amz-acl": value } });
  const put = async (key: string, rest: object = {}): Promise<number> =>
    (await life.ask(life.writer, { method: "PUT", key, body: `the bytes of ${key}`, ...rest })).status;
  const putAcl = async (key: string, value: string): Promise<number> =>
    (await life.ask(life.writer, { method: "PUT", key, query: "acl", ...acl(value) })).status;
  /** Which objects anybody can read. */
  async function readable(): Promise<string[]> {
    const keys = [AVATAR, NEW, HIDDEN, EXPORT, FOLLOWS];
    const answers = await Promise.all(keys.map((key) => life.read(key)));
    return keys.filter((_, i) => !/^\d+$/.test(answers[i]!));
  }

  it("begins with a bucket policy", async () => {
    await life.up();
    expect(await life.upload()).toEqual([200, 200, 200]);
    expect(await readable()).toEqual([AVATAR]);
  });

  it("has an ACL that makes its list of objects public, as an adopted bucket may, and the access block prevents it", async () => {
    await life.byHand("PUT", "acl", acl("public-read"));
    expect(await readable()).toEqual([AVATAR]);
  });

  it("changes to ACLs: listing is closed first, and existing objects become private", async () => {
    const { steps, public: seen } = await life.up({ access: "acl" });
    expect(steps).toEqual(["create social-acl", "update social-access-block", "update social-policy"]);
    expect(seen).toEqual({ [`http ${AVATAR}`]: [403], [`https ${AVATAR}`]: [200, 403] });
    expect(await readable()).toEqual([]);
  });

  it("then shows what the app uploads with a public ACL, and hides it again", async () => {
    expect([await put(NEW, acl("public-read")), await put(HIDDEN, acl("public-read"))]).toEqual([200, 200]);
    expect(await put(EXPORT, { ...acl("private"), body: CONTENTS[EXPORT] })).toBe(200);
    expect(await readable()).toEqual([NEW, HIDDEN]);
    expect(await putAcl(AVATAR, "public-read")).toBe(200);
    expect(await putAcl(HIDDEN, "private")).toBe(200);
    expect(await readable()).toEqual([AVATAR, NEW]);
    expect(await life.read(NEW, "http")).toBe("403");
  });

  it("changes back: everything below a public prefix is readable at once, also hidden objects, and nothing else", async () => {
    const { steps } = await life.up();
    expect(steps).toEqual(["update social-access-block", "update social-policy", "delete social-acl"]);
    expect(await readable()).toEqual([AVATAR, NEW, HIDDEN]);
    expect(await life.stack.previewDiff()).toMatchObject({ changes: { same: 7 }, steps: [] });
  });

  it("ignores ACLs again, of objects and of the bucket", async () => {
    expect(await putAcl(EXPORT, "public-read")).toBe(200);
    await life.byHand("PUT", "acl", acl("public-read"));
    expect(await readable()).toEqual([AVATAR, NEW, HIDDEN]);
  });
});
