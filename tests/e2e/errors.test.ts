/** What `pulumi up` says of an error: where the operator can put it right, the message alone; of a bug, where it is. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { parse, stringify } from "yaml";
import { describeWithEngine } from "./engine";
import { otherProgram, projectProgram, projectRoot, type Program } from "./programs";
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

/** The arguments of one component that the engine hears nothing of. */
const WRONG = `{ webDomain: "https://social.example", bucket: "Not.A.Name", store: { aws: { region: "eu-central-1" } } }`;
const PROBLEMS = [
  'MastodonStorage "social" has invalid arguments; nothing was created.',
  'bucket: "Not.A.Name" contains capitals;',
  'bucket: "Not.A.Name" contains a dot,',
  'webDomain: "https://social.example" contains a scheme;',
];
const yaml = stringify({
  name: "other",
  runtime: "yaml",
  packages: { "media-storage": projectRoot },
  resources: {
    social: {
      type: "media-storage:MastodonStorage",
      properties: parse(WRONG.replace(/(\w+):(?= )/g, '"$1":')) as object,
    },
  },
});
const inJavaScript = (source: string, type: "commonjs" | "module" = "commonjs"): Program =>
  otherProgram({
    "Pulumi.yaml": "name: other\nruntime: nodejs\nmain: index.js\n",
    "package.json": JSON.stringify({ name: "other", private: true, type }),
    "index.js": source,
  });
/** Two components with one bucket. The apps do not name it in the same argument. */
const TWICE = `import { MastodonStorage, SupabaseStorage } from "media-storage";
const store = { aws: { region: "eu-central-1" } };
new MastodonStorage("social", { webDomain: "social.example", bucket: "e2e-errors-media", store });
new SupabaseStorage("db", { publicUrl: "https://db.example", tenantId: "db", backend: { bucket: "e2e-errors-media", store } });
`;
const required = 'const { MastodonStorage } = require("media-storage");';

describeWithEngine("pulumi up of somebody else's program", () => {
  it.each<[string, Program, string[]]>([
    [
      "TypeScript",
      otherProgram({
        "index.ts": `import { MastodonStorage } from "media-storage";\nexport const { env } = new MastodonStorage("social", ${WRONG});\n`,
      }),
      PROBLEMS,
    ],
    [
      "an ES module",
      inJavaScript(
        `import { MastodonStorage } from "media-storage";\nnew MastodonStorage("social", ${WRONG});\n`,
        "module",
      ),
      PROBLEMS,
    ],
    [
      "JavaScript without args",
      inJavaScript(`${required} new MastodonStorage("social");`),
      ["args: is missing;"],
    ],
    [
      "JavaScript without a name",
      inJavaScript(`${required} new MastodonStorage();`),
      ["MastodonStorage has no name;"],
    ],
    [
      "a second component with the same bucket",
      otherProgram({ "index.ts": TWICE }),
      [
        'SupabaseStorage "db" has invalid arguments; nothing was created.',
        'backend.bucket: "e2e-errors-media" is also the bucket of MastodonStorage "social", and',
      ],
    ],
    ["YAML, by the plugin", otherProgram({ "Pulumi.yaml": yaml }), PROBLEMS],
  ])("shows each problem once, and nothing else: %s", async (_, program, problems) => {
    const stack = await TestStack.create(program, NOWHERE);
    try {
      const output = await stack.preview().then(
        () => "it succeeded",
        (error: unknown) => String(error),
      );
      const [, diagnostics = output] = output.split(/^Diagnostics:$/m);
      for (const problem of problems) expect(diagnostics.split(problem)).toHaveLength(2);
      expect(diagnostics).not.toMatch(/^\s*at .*[:(]/m);
      expect(diagnostics).not.toMatch(/propertyPath|InputPropertiesError|with value/);
      expect(stripVTControlCharacters(diagnostics)).toBe(diagnostics);
    } finally {
      stack.discard();
    }
  });
});
