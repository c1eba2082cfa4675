/** Somebody changes a bucket past the engine: refresh shows it, and `up` repairs it. */
import { accessBlockXml, corsXml } from "../rgw/from-preview";
import { AVATAR, CONTENTS, describeLife } from "./life";

const OPEN_BLOCK = accessBlockXml({
  blockPublicAcls: false,
  ignorePublicAcls: false,
  blockPublicPolicy: false,
  restrictPublicBuckets: false,
});

describeLife("a bucket that somebody changed by hand", "e2e-life-drift", (life) => {
  const setting = async (query: string): Promise<string> => (await life.byHand("GET", query)).text;
  const settings = (): Promise<string[]> =>
    Promise.all(["policy", "cors", "publicAccessBlock", "acl"].map(setting));
  const policy = (Action: string, Resource: string): string =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: "*", Action, Resource: `arn:aws:s3:::${life.bucket}${Resource}` },
      ],
    });
  let before: string[];

  it("begins as in the program", async () => {
    await life.up();
    await life.upload();
    before = await settings();
  });

  it("refresh shows the changes of its policy, its CORS rules and its access block", async () => {
    await life.byHand("PUT", "policy", { body: policy("s3:GetObject", "/nothing/*") });
    await life.byHand("PUT", "cors", {
      body: corsXml([{ allowedMethods: ["PUT"], allowedOrigins: ["https://evil.example"] }]),
    });
    await life.byHand("PUT", "publicAccessBlock", { body: OPEN_BLOCK });
    expect(await life.read(AVATAR)).toBe("403");
    const { changes, output } = await life.watch(() => life.stack.refresh());
    expect(changes).toEqual({ same: 4, update: 3 });
    for (const property of ["corsRules", "policy", "ignorePublicAcls"])
      expect(output).toContain(`[diff: ~${property}]`);
    const preview = await life.stack.previewDiff();
    expect(preview.steps).toEqual([
      "update social-access-block",
      "update social-policy",
      "update social-cors",
    ]);
    expect(preview.output).toMatch(/ignorePublicAcls *: false => true/);
    expect(preview.output).toMatch(/"https:\/\/evil.example" => "\*"/);
  });

  it("is repaired, the access block first", async () => {
    const { steps } = await life.watch(() => life.stack.up());
    expect(steps).toEqual(["update social-access-block", "update social-policy", "update social-cors"]);
    expect(await settings()).toEqual(before);
    expect(await life.read(AVATAR)).toBe(CONTENTS[AVATAR]);
  });

  it("is also repaired after its policy and CORS rules were deleted", async () => {
    for (const query of ["policy", "cors"]) await life.byHand("DELETE", query);
    expect((await life.watch(() => life.stack.refresh())).changes).toEqual({ same: 5, delete: 2 });
    const { steps } = await life.watch(() => life.stack.up());
    expect(steps).toEqual(["create social-policy", "create social-cors"]);
    expect(await settings()).toEqual(before);
  });

  it("is closed again after somebody opened it: only then the prober sees something", async () => {
    await life.byHand("PUT", "policy", { body: policy("s3:ListBucket", "") });
    const { leaks } = await life.prober.take();
    expect(leaks).toContain("anybody, https, list v2: shows a listing");
    await life.stack.refresh();
    await life.stack.up();
    await life.prober.take();
    expect(await settings()).toEqual(before);
    await life.look();
  });
});
