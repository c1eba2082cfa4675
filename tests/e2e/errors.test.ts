/** What `pulumi up` says of an error: where the operator can put it right, the message alone; of a bug, where it is. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { describeWithEngine } from "./engine";
import { projectProgram } from "./programs";
import { TestStack } from "./workspace";

/** Neither error comes as far as AWS. */
const NOWHERE = "http://127.0.0.1:9";

const mastodon = {
  webDomain: "social.example",
  bucket: "e2e-errors-media",
  store: { aws: { region: "eu-central-1" } },
};

describeWithEngine("pulumi up", () => {
  let stack: TestStack;
  beforeAll(async () => {
    stack = await TestStack.create(projectProgram, NOWHERE);
  });
  afterAll(() => stack.discard());

  const failedUp = (settings: object): Promise<string> => {
    stack.configure({ "media-storage:instances": { social: { mastodon: settings } } });
    return stack.up().then(
      () => "it succeeded",
      // The SDK colours a stack trace whatever it is printed to.
      (error: unknown) => stripVTControlCharacters(String(error)),
    );
  };

  it("shows a mistake in the config without a stack trace", async () => {
    const output = await failedUp({ ...mastodon, bucket: "Not.A.Name" });
    expect(output).toContain('media-storage:instances.social.mastodon.bucket: "Not.A.Name" contains');
    expect(output).not.toMatch(/^\s*at .*[:(]/m);
  });

  it("shows a bug in the program with its stack trace, as deep as Node.js has it by default", async () => {
    const file = join(stack.folder, "index.ts");
    const source = readFileSync(file, "utf8");
    const place = "const { name } = instance;";
    expect(source).toContain(place);
    const bug =
      "const deep = (n: number): number => n > 0 ? 1 + deep(n - 1) : (undefined as never as { bug(): number }).bug(); deep(5);";
    writeFileSync(file, source.replace(place, `${place} ${bug}`));
    const output = await failedUp(mastodon);
    expect(output).toMatch(/TypeError: .*\bbug\b/);
    expect(output.match(/^\s*at deep \(.*index\.ts:\d+/gm)).toHaveLength(6);
    expect(output).toMatch(/^\s*at outputs \(.*index\.ts:\d+/m);
  });
});
