import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { record, type Registration } from "../../../cli/preview/record";
import { renderPreview } from "../../../cli/preview/render";
import { renderer } from "../../../cli/preview/renderer";
import program from "../../../index";
import { SCREEN, textOf } from "./models";

const folder = mkdtempSync(join(tmpdir(), "renderer-"));
const threadFile = join(folder, "render-thread.js");
const stack = { project: "media-storage", stack: "test" };
let social: string;
beforeAll(async () => {
  const thread = join(__dirname, "../../../cli/preview/render-thread.ts");
  buildSync({ entryPoints: [thread], outfile: threadFile, bundle: true, platform: "node", target: "node20" });
  const store = { aws: { region: "eu-central-1" } };
  const args = { webDomain: "social.example", bucket: "social-media", store };
  const values = { "media-storage:instances": JSON.stringify({ social: { mastodon: args } }) };
  const config = { ...stack, values, secretKeys: [], plainSecretKeys: [] };
  social = JSON.stringify(await record(config, program));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the program registers for one of many instances. */
const instance = (i: number) => JSON.parse(social.replaceAll("social", `social${i}`)) as Registration[];

async function rendered(instances: number, file?: string): Promise<string> {
  const { take, end, stop } = renderer(SCREEN, file);
  try {
    for (let i = 0; i < instances; i++) take(instance(i));
    return textOf(renderPreview(stack, await end(), SCREEN));
  } finally {
    stop();
  }
}

// The second thread begins behind 100, and gets 16 at a time.
it.each([0, 1, 100, 101, 116, 117, 300])("%i instances are the same text in two threads", async (count) => {
  const text = await rendered(count, threadFile);
  expect(text.includes(`\n${count * 10} resources to create\n`)).toBe(true);
  expect(text === (await rendered(count))).toBe(true);
});

it("says what went wrong in the other thread", async () => {
  const broken = join(folder, "broken.js");
  writeFileSync(broken, 'throw new Error("no such text");');
  await expect(rendered(200, broken)).rejects.toThrow("no such text");
});

it("needs no other thread's file for a small stack", async () => {
  await expect(rendered(100, join(folder, "missing.js"))).resolves.toContain("1000 resources to create");
  await expect(rendered(101, join(folder, "missing.js"))).rejects.toThrow("missing.js");
});
