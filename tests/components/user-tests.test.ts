/** The components in unit tests of their users, with the mocks of Pulumi's documentation. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { runtime } from "@pulumi/pulumi";
import { parse } from "dotenv";
import { compileTo } from "../cli/compiled";
import { ANSWERS, CALLS, program, settled, valueOf, type Storage } from "./user-program";

const rows = Object.keys(ANSWERS).flatMap((answer) => [true, false].map((preview) => ({ answer, preview })));

describe.each(rows)("with mocks that answer $answer, preview: $preview", ({ answer, preview }) => {
  let storages: Record<string, Storage>;
  beforeAll(async () => {
    const mocks = { newResource: ANSWERS[answer]!, call: CALLS["the inputs"]! };
    await runtime.setMocks(mocks, "shop", "test", preview);
    storages = program();
    await settled(storages);
  });

  it("every storage has the outputs that depend only on its arguments", async () => {
    for (const storage of Object.values(storages)) {
      expect(await valueOf(storage.facts)).toMatchObject({ schema: 1 });
      const urls = [await valueOf(storage.publicBaseUrl), await valueOf(storage.presignedBaseUrl)];
      expect(urls.join(" ")).toMatch(/^ ?https:/);
      expect(await valueOf(storage.region)).toMatch(/^(eu-central-1|default)$/);
    }
  });

  it("an env block whose secrets are given is complete", async () => {
    expect(parse((await valueOf(storages["ceph"]!.env)) ?? "")).toMatchObject({
      S3_BUCKET: "ceph-media",
      AWS_SECRET_ACCESS_KEY: "rgw",
    });
  });
});

describe("a secret that does not exist in a unit test", () => {
  const envs = async (answer: string, preview: boolean): Promise<Record<string, string | undefined>> => {
    await runtime.setMocks(
      { newResource: ANSWERS[answer]!, call: CALLS["an error"]! },
      "shop",
      "test",
      preview,
    );
    const storages = program();
    await settled(storages);
    const all = Object.entries(storages).map(async ([name, { env }]) => [name, await valueOf(env)] as const);
    return Object.fromEntries(await Promise.all(all));
  };

  it.each([
    "the inputs",
    "null for what is generated",
    "an empty text for what is generated",
    "maps for what is generated",
  ])(
    "has a stand-in in the env block, in the form that the app reads, with mocks that answer %s",
    async (answer) => {
      const { social, rotating, given, sso, session, db } = await envs(answer, false);
      for (const env of [social, rotating])
        expect(parse(env ?? "")).toMatchObject({ AWS_SECRET_ACCESS_KEY: "unknown-AWS_SECRET_ACCESS_KEY" });
      expect(parse(given ?? "")).toMatchObject({
        AWS_ACCESS_KEY_ID: expect.stringMatching(/^own/) as string,
        S3_BUCKET: "given-media",
      });
      expect(sso).toContain(
        "\nAUTHENTIK_STORAGE__S3__SECRET_KEY=unknown-AUTHENTIK_STORAGE__S3__SECRET_KEY\n",
      );
      expect(session).toContain(
        "\nAUTHENTIK_STORAGE__S3__SESSION_TOKEN=unknown-AUTHENTIK_STORAGE__S3__SESSION_TOKEN\n",
      );
      expect(parse(db ?? "")).toMatchObject({
        S3_PROTOCOL_ACCESS_KEY_SECRET: "unknown-S3_PROTOCOL_ACCESS_KEY_SECRET",
      });
    },
  );

  it("leaves the env block unknown in a preview, as in a real preview", async () => {
    expect(await envs("the inputs", true)).toMatchObject({
      social: undefined,
      sso: undefined,
      db: undefined,
    });
  });
});

describe("a separate process", () => {
  const folder = mkdtempSync(join(tmpdir(), "media-storage-user-"));
  const compiled = join(folder, "user-process.js");
  beforeAll(() => compileTo(compiled, join(__dirname, "user-process.ts")));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  // Each takes seconds. Not as a preview, in which missing values are unknown values.
  it.each([
    "the inputs",
    "an empty state",
    "null for what is generated",
    "an empty text for what is generated",
    "numbers for what is generated",
    "maps for what is generated",
  ])("does not end with an unhandled rejection, with mocks that answer %s", (answer) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [compiled, answer], {
      encoding: "utf8",
      env: { ...process.env, NODE_PATH: resolve(__dirname, "../../node_modules") },
    });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "8 storages\n", stderr: "" });
  });
});
