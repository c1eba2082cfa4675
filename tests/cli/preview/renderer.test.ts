import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { record, type Registration } from "../../../cli/preview/record";
import { renderPreview } from "../../../cli/preview/render";
import { renderer, threadedRenderer } from "../../../cli/preview/renderer";
import program from "../../../index";
import { compileTo } from "../compiled";
import { SCREEN, textOf } from "./models";

const folder = mkdtempSync(join(tmpdir(), "renderer-"));
const threadFile = join(folder, "render-thread.js");
const stack = { project: "media-storage", stack: "test", reference: "acme/test" };
let social: string;
beforeAll(async () => {
  compileTo(threadFile, join(__dirname, "../../../cli/preview/render-thread.ts"));
  const store = { aws: { region: "eu-central-1" } };
  const args = { webDomain: "social.example", bucket: "social-media", store };
  const values = { "media-storage:instances": JSON.stringify({ social: { mastodon: args } }) };
  const config = { ...stack, values, secretKeys: [] };
  social = JSON.stringify(await record(config, program));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the program registers for one of many instances. */
const instance = (i: number) => JSON.parse(social.replaceAll("social", `social${i}`)) as Registration[];

async function rendered(instances: number, file?: string): Promise<string> {
  const { take, end, stop } =
    file === undefined ? renderer(SCREEN, "acme/test") : threadedRenderer(SCREEN, "acme/test", file);
  try {
    for (let i = 0; i < instances; i++) take(instance(i));
    return textOf(renderPreview(stack, await end(), SCREEN));
  } finally {
    stop();
  }
}

// The thread gets eight at a time.
it.each([0, 1, 7, 8, 9, 100])("%i instances are the same text from a thread of its own", async (count) => {
  const text = await rendered(count, threadFile);
  expect(text).toContain(`\n${count * 10} resources to create\n`);
  expect(text === (await rendered(count))).toBe(true);
});

it("says what went wrong in the thread, when all has been handed over", async () => {
  const broken = join(folder, "broken.js");
  writeFileSync(broken, 'throw new Error("no such text");');
  await expect(rendered(20, broken)).rejects.toThrow("no such text");
  await expect(rendered(20, join(folder, "missing.js"))).rejects.toThrow("missing.js");
  writeFileSync(broken, "process.exit(3);");
  await expect(rendered(20, broken)).rejects.toThrow("ended before it was done");
});
