/** A component gets another name in somebody's own program, and with an alias everything below it stays what it was. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Rgw } from "../rgw/server";
import { AVATAR, CONTENTS, describeLife } from "./life";
import { otherProgram } from "./programs";

const program = (rgw: Rgw, bucket: string, name: string, aliases: string): string => `
import { Config } from "@pulumi/pulumi";
import { MastodonStorage, s3Provider } from "media-storage";

const s3 = { server: "ceph", endpoint: "${rgw.https}", region: "default" };
const storage = new MastodonStorage("${name}", {
  webDomain: "social.example",
  bucket: "${bucket}",
  store: { s3 },
  writer: {
    given: {
      accessKeyId: "${rgw.writer.accessKeyId}",
      secretAccessKey: new Config().requireSecret("writerSecret"),
      principal: "arn:aws:iam:::user/writer",
    },
  },
}, { providers: [s3Provider("ceph", s3)]${aliases} });
export const env = storage.env;
`;

describeLife(
  "a component that is renamed",
  "e2e-life-rename",
  (life) => {
    const rewrite = (name: string, aliases = ""): void => {
      const text = program(life.rgw, life.bucket, name, aliases);
      writeFileSync(join(life.stack.folder, "index.ts"), text);
    };
    const names = async (): Promise<string[]> => {
      const state = JSON.parse(await life.stack.exportState()) as State;
      return state.deployment.resources.map(({ urn }) => urn.split("::").pop()!).sort();
    };

    it("is created under its old name", async () => {
      await life.stack.setSecret("other:writerSecret", life.rgw.writer.secretAccessKey);
      const { changes } = await life.watch(() => life.stack.up());
      expect(changes).toEqual({ create: 7 });
      expect(await life.upload()).toEqual([200, 200, 200]);
      expect(await names()).toContain("old-policy");
    });

    it("would be another component without the alias, which the protected bucket refuses", async () => {
      rewrite("new");
      await expect(life.stack.preview()).rejects.toThrow(/old-bucket\W+ cannot be deleted/);
    });

    it("keeps everything with the alias: nothing is created, replaced or deleted", async () => {
      rewrite("new", ', aliases: [{ name: "old" }]');
      const { changes, steps, public: readable } = await life.watch(() => life.stack.up());
      expect([changes, steps]).toEqual([{ same: 7 }, []]);
      expect(readable[`https ${AVATAR}`]).toEqual([200]);
      const now = await names();
      expect(now.filter((name) => /^(old|new)/.test(name))).toEqual([
        "new",
        "new-access-block",
        "new-bucket",
        "new-cors",
        "new-policy",
      ]);
    });

    it("does not need the alias any more", async () => {
      rewrite("new");
      expect(await life.watch(() => life.stack.up())).toMatchObject({ changes: { same: 7 }, steps: [] });
      expect(await life.read(AVATAR)).toBe(CONTENTS[AVATAR]);
    });
  },
  { program: (rgw, bucket) => otherProgram({ "index.ts": program(rgw, bucket, "old", "") }) },
);

interface State {
  deployment: { resources: { urn: string }[] };
}
