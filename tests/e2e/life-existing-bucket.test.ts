/** A bucket on Ceph RGW that its owner manages: Pulumi puts its policy and CORS rules there, and takes only these away. */
import { AVATAR, CONTENTS, describeLife, EXPORT } from "./life";
import { runAsOperator, settingsCommands } from "./printed-commands";

const RULES =
  "<LifecycleConfiguration><Rule><ID>theirs</ID><Status>Enabled</Status><Filter><Prefix>logs/</Prefix></Filter>" +
  "<Expiration><Days>9</Days></Expiration></Rule></LifecycleConfiguration>";
const CORS =
  "<CORSConfiguration><CORSRule><AllowedOrigin>https://theirs.example</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule></CORSConfiguration>";

describeLife("a bucket that is left alone", "e2e-life-existing", (life) => {
  const existing = { bucketSource: "existing" };
  const settings = (...names: string[]): Promise<string[]> =>
    Promise.all(
      names.map(async (name) => (await life.ask(life.rgw.root, { method: "GET", query: name })).text),
    );
  const status = async (query: string): Promise<number> =>
    (await life.ask(life.rgw.root, { method: "GET", query })).status;
  const THEIRS = ["lifecycle", "versioning", "acl", "publicAccessBlock"];
  let theirs: string[];

  it("is made by its owner, who runs the command that the preview prints", async () => {
    await life.byHand("PUT", undefined);
    await life.byHand("PUT", "lifecycle", { body: RULES });
    await life.byHand("PUT", "cors", { body: CORS });
    await life.configure(existing);
    const { root, ca } = life.rgw;
    const commands = await settingsCommands(life.stack.folder);
    expect(commands).toHaveLength(1);
    for (const command of commands)
      await runAsOperator(command, {
        AWS_ACCESS_KEY_ID: root.accessKeyId,
        AWS_SECRET_ACCESS_KEY: root.secretAccessKey,
        AWS_CA_BUNDLE: ca,
      });
    theirs = await settings(...THEIRS);
    expect(theirs[0]).toContain("theirs");
    expect(theirs[3]).toContain("<IgnorePublicAcls>true</IgnorePublicAcls>");
  });

  it("gets a policy and CORS rules, with which the app and its readers work, and no other change", async () => {
    const { steps } = await life.up(existing);
    expect(steps.filter((step) => step.includes("social-"))).toEqual([
      "create social-policy",
      "create social-cors",
    ]);
    expect(await settings(...THEIRS)).toEqual(theirs);
    expect((await settings("cors"))[0]).not.toContain("theirs.example");
    expect(await life.upload()).toEqual([200, 200, 200]);
    expect(await life.read(AVATAR)).toBe(CONTENTS[AVATAR]);
    expect(await life.read(EXPORT)).toBe("403");
  });

  it("has no changes the second time, nor after a refresh", async () => {
    expect(await life.stack.up()).toMatchObject({ steps: [] });
    await life.stack.refresh();
    expect(await life.stack.up()).toMatchObject({ steps: [] });
  });

  it("keeps its objects and its own settings when the stack is destroyed, and nothing is public any more", async () => {
    await life.watch(() => life.stack.destroy());
    expect(await settings(...THEIRS)).toEqual(theirs);
    expect([await status("policy"), await status("cors")]).toEqual([404, 404]);
    const { text } = await life.ask(life.writer, { method: "GET", key: AVATAR });
    expect(text).toBe(CONTENTS[AVATAR]);
    expect(await life.read(AVATAR)).toBe("403");
  });
});
