/** Four ways in which a bucket can meet `pulumi destroy`, and the way back from one of them. */
import { AVATAR, CONTENTS, describeLife, EXPORT } from "./life";

describeLife("a bucket that is to be destroyed", "e2e-life-destroy", (life) => {
  const publicAcl = { headers: { "x-amz-acl": "public-read" } };
  /** The status with which the owner gets the bucket, or one of its settings. */
  const status = async (query?: string): Promise<number> =>
    (await life.ask(life.rgw.root, { method: "GET", query })).status;
  /** What the objects hold, for whoever uploaded them: on RGW they are theirs, whatever becomes of the bucket policy. */
  const contents = async (): Promise<string[]> =>
    Promise.all(
      Object.keys(CONTENTS).map(async (key) => (await life.ask(life.writer, { method: "GET", key })).text),
    );
  const destroy = () => life.watch(() => life.stack.destroy());

  it("begins with objects, and with ACLs that would make a list and an export public without the access block", async () => {
    await life.up();
    expect(await life.upload()).toEqual([200, 200, 200]);
    await life.byHand("PUT", "acl", publicAcl);
    const { status: hidden } = await life.ask(life.writer, {
      method: "PUT",
      key: EXPORT,
      query: "acl",
      ...publicAcl,
    });
    expect(hidden).toBe(200);
  });

  it("protected: destroy is refused, and deletes nothing", async () => {
    await expect(life.stack.destroy()).rejects.toThrow("because it is protected");
    expect(await life.stack.previewDiff()).toMatchObject({ changes: { same: 7 }, steps: [] });
    expect(await life.read(AVATAR)).toBe(CONTENTS[AVATAR]);
  });

  it("retained: the bucket, its objects and its access block are kept, and nothing is public any more", async () => {
    await life.up({ data: { protect: false } });
    const { changes, public: readable } = await destroy();
    expect(changes).toEqual({ delete: 7 });
    expect(readable[`https ${AVATAR}`]).toEqual([200, 403]);
    expect(await contents()).toEqual(Object.values(CONTENTS));
    const block = (await life.byHand("GET", "publicAccessBlock")).text;
    expect(block).toContain("<IgnorePublicAcls>true</IgnorePublicAcls>");
    expect([await status("policy"), await status("cors")]).toEqual([404, 404]);
  });

  it("is adopted again with bucketSource, with the same state as before", async () => {
    const { steps } = await life.up({ bucketSource: "adopt" });
    expect(steps).toContain("import social-bucket");
    expect(await life.read(AVATAR)).toBe(CONTENTS[AVATAR]);
    expect(await life.ask(life.writer, { method: "GET", key: EXPORT })).toMatchObject({ status: 200 });
    // The option may stay or go; the component's own entry says that its arguments changed.
    await life.configure();
    expect((await life.stack.previewDiff()).steps).toEqual(["update social"]);
  });

  it("neither, with objects: destroy is refused, deletes nothing and makes nothing public", async () => {
    await life.up({ data: { protect: false, retainOnDelete: false } });
    await expect(life.stack.destroy()).rejects.toThrow("BucketNotEmpty");
    expect(await contents()).toEqual(Object.values(CONTENTS));
  });

  it("neither, and empty: it is deleted", async () => {
    for (const key of Object.keys(CONTENTS)) await life.byHand("DELETE", undefined, { key });
    await destroy();
    expect(await status()).toBe(404);
  });
});
