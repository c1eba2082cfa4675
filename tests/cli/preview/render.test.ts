import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import type { AccessMatrix } from "../../../access/matrix";
import type { ResourceNode } from "../../../cli/preview/model";
import type { OfflineRun } from "../../../cli/offline/run-program";
import type { Shown } from "../../../cli/offline/values";
import { renderPart, renderPreview } from "../../../cli/preview/render";
import type { Terminal } from "../../../cli/preview/terminal";
import { bucket, instance, mastodon, model, node, PIPE, type Preview, SCREEN } from "./models";

const OWN = { program: "index.ts", isOwnProgram: true, invokes: [], stackReferences: [] };
const rendered = (preview: Preview, terminal: Terminal, offline: OfflineRun = OWN) =>
  renderPreview(preview, offline, [renderPart(preview, terminal, "dev")], terminal);
const linesOf = (text: string) => text.split("\n");

test("a small model in a pipe", () => {
  const matrix: AccessMatrix = {
    who: ["anonymous", "writer"],
    groups: [{ part: "the bucket", examples: [], rows: [{ what: "list keys", verdicts: ["no", "yes"] }] }],
  };
  const small = model({
    resources: [
      node("media-storage:index:MastodonStorage", "social", {
        children: [
          node("aws:s3/bucket:Bucket", "social-bucket", {
            inputs: { bucket: "social-media" },
            protect: true,
            importId: "social-media",
          }),
        ],
      }),
    ],
    instances: [instance({ matrix, env: "S3_ENABLED=true\n", warnings: ["Mind the proxy."] })],
  });
  expect(rendered(small, PIPE)).toBe(
    `project media-storage, stack dev
offline preview of index.ts: nothing was contacted

+ media-storage:index:MastodonStorage  social
= └─ aws:s3:Bucket                     social-bucket  [import social-media]  [protect]
        bucket: social-media

── social: mastodon in bucket social-media ${"─".repeat(57)}
public base URL: https://files.social.example

Who may do what  anonymous  writer
the bucket
  list keys      no         yes

Env block (complete after \`pulumi up\`, from \`npm exec --no -- media-storage env social --stack dev\`)

S3_ENABLED=true

warning: Mind the proxy.

1 resource to create, 1 to import
next: pulumi up --stack dev compares this with what exists, asks, and then creates it
`,
  );
});

test("an empty model says where to begin", () => {
  expect(rendered(model(), PIPE)).toBe(
    `project media-storage, stack dev
offline preview of index.ts: nothing was contacted

0 resources to create
next: add an instance to media-storage:instances in Pulumi.dev.yaml
`,
  );
});

describe("a program of the user's own", () => {
  const offline = { ...OWN, isOwnProgram: false, program: "src/main.ts" };

  test.each<[what: string, unknown: Partial<OfflineRun>, header: string]>([
    ["nothing is unknown", {}, "no provider was called"],
    [
      "one function is unknown",
      { invokes: ["aws:index/getRegion:getRegion"] },
      "no provider was called; 1 invoke is unknown\n  invoke           aws:index/getRegion:getRegion",
    ],
    [
      "functions and stacks are unknown",
      { invokes: ["a:b:c", "d:e:f"], stackReferences: ["acme/network/prod"] },
      "no provider was called; 2 invokes and 1 stack reference are unknown\n" +
        "  invoke           a:b:c\n  invoke           d:e:f\n  stack reference  acme/network/prod",
    ],
  ])("its header says that %s", (_, unknown, header) => {
    expect(rendered(model(), PIPE, { ...offline, ...unknown })).toContain(
      `stack dev\noffline preview of src/main.ts: ${header}\n\n`,
    );
  });

  test("that declares nothing is told where to declare something", () => {
    expect(rendered(model(), PIPE, offline)).toContain("next: declare a resource in src/main.ts\n");
  });

  test("shows what it only reads, and counts it apart", () => {
    const read = { ...bucket({}), readId: "old-bucket" };
    const text = rendered(model({ resources: [read, bucket({ bucket: "b" })] }), PIPE, offline);
    expect(text).toMatch(/^> aws:s3:Bucket {2}\S+ {2}\[read old-bucket\]$/m);
    expect(text).toContain("1 resource to create, 1 to read\n");
  });
});

test("a rule ends where the terminal does", () => {
  const heading = linesOf(rendered(model({ instances: [instance()] }), { ...SCREEN, width: 60 }))[3];
  expect(heading).toHaveLength(60);
});

test("a terminal folds what is long, --full does not, and no resource is ever left out", () => {
  const folded = rendered(mastodon(), SCREEN);
  const full = rendered(mastodon(), { ...SCREEN, full: true });
  expect(folded).toContain("… (--full shows all)");
  expect(folded).not.toContain("site_uploads");
  expect(full).not.toContain("--full");
  expect(full).toContain("arn:aws:s3:::social-media/site_uploads/*");
  const heads = (text: string) => linesOf(text).filter((line) => /^[+=] /.test(line));
  expect(heads(folded)).toHaveLength(10);
  expect(heads(full)).toEqual(heads(folded));
});

test("five hundred instances are five hundred times the lines of one", () => {
  const one = mastodon();
  const times = (count: number): Preview => ({
    ...one,
    resources: Array.from({ length: count }, () => one.resources).flat(),
    instances: Array.from({ length: count }, () => one.instances).flat(),
  });
  const count = (text = "") => linesOf(text).length;
  const [first, second, all] = [times(1), times(2), times(500)].map((many) => rendered(many, SCREEN));
  expect(count(all)).toBe(count(first) + 499 * (count(second) - count(first)));
  expect(all).toContain("4500 resources to create, 500 to import");
});

test("part by part the text is that of the whole", () => {
  const one = mastodon();
  const whole = {
    ...one,
    resources: [...one.resources, bucket({ bucket: "b" })],
    instances: [...one.instances, instance()],
  };
  const parts = [one, model({ resources: whole.resources.slice(-1) }), model({ instances: [instance()] })];
  expect(
    renderPreview(
      whole,
      OWN,
      parts.map((part) => renderPart(part, PIPE, "dev")),
      PIPE,
    ),
  ).toBe(rendered(whole, PIPE));
});

test("project, stack and instance cannot command the terminal", () => {
  const evil = "\u001b[2J";
  const text = rendered(
    model({
      project: evil,
      stack: evil,
      reference: evil,
      instances: [instance({ name: evil, app: evil, bucket: evil, publicBaseUrl: evil })],
    }),
    PIPE,
  );
  expect(text).not.toContain("\u001b");
  expect(text.match(/\\u001b\[2J/g)).toHaveLength(8);
});

test("colours are on or off for the whole text", () => {
  expect(rendered(mastodon(), PIPE)).not.toContain("\u001b");
  const colour = rendered(mastodon(), { ...PIPE, colour: true });
  expect(colour).toContain("\u001b[32m+\u001b[39m");
  expect(colour).toContain("\u001b[36m=\u001b[39m");
});

describe("whatever the model holds", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "[secret]",
      "<known after up>",
      "a  b ",
      "\u001b[31m",
      "日本",
      "x\ny\n",
      "",
      "1",
      "e\u0301",
    ),
    fc.array(fc.string(), { maxLength: 8 }).map((words) => words.join(" ")),
  );
  const shown: fc.Arbitrary<Shown> = fc.letrec<{ value: Shown }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      text,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("value"), { maxLength: 7 }),
      fc.dictionary(text, tie("value"), { maxKeys: 4 }),
    ),
  })).value;
  const some = (value: fc.Arbitrary<Shown>) => fc.oneof(value, fc.array(value, { maxLength: 8 }));
  const statement = fc.record(
    { Effect: text, Sid: text, Principal: shown, Action: some(text), Resource: some(text), Condition: shown },
    { requiredKeys: [] },
  );
  const policy = fc.array(statement, { minLength: 1, maxLength: 3 }).map((Statement) => ({ Statement }));
  const inputs = fc.dictionary(
    text,
    fc.oneof(
      shown,
      policy,
      policy.map((value) => JSON.stringify(value)),
    ),
    {
      maxKeys: 4,
    },
  );
  const leaf = fc
    .record({ type: text, name: text, inputs, protect: fc.boolean(), importId: text })
    .map(({ type, name, ...rest }) => node(type, name, rest));
  const tree: fc.Arbitrary<ResourceNode> = fc
    .tuple(leaf, fc.array(leaf, { maxLength: 2 }))
    .map(([root, children]) => ({ ...root, children }));
  const verdict = fc.constantFrom("yes" as const, "no" as const, "depends" as const);
  const group = fc.record({
    part: text,
    examples: fc.array(text, { maxLength: 8 }),
    rows: fc.array(fc.record({ what: text, verdicts: fc.tuple(verdict, verdict) }), { maxLength: 2 }),
  });
  const matrix = fc.record({
    who: fc.tuple(fc.constant("anonymous"), text),
    groups: fc.array(group, { maxLength: 2 }),
  });
  const models = fc.record({
    project: text,
    stack: text,
    resources: fc.array(tree, { maxLength: 2 }),
    reference: text,
    instances: fc.array(
      fc
        .record({ name: text, app: text, env: text, warnings: fc.array(text, { maxLength: 2 }), matrix })
        .map((rest) => instance(rest)),
      { maxLength: 2 },
    ),
  });
  const terminals = fc.record({ width: fc.integer({ min: 1, max: 160 }), full: fc.boolean() });

  test("colours are all that colour adds, and nothing commands the terminal", () => {
    fc.assert(
      fc.property(models, terminals, (preview, terminal) => {
        const plain = rendered(preview, { ...terminal, colour: false });
        const colour = rendered(preview, { ...terminal, colour: true });
        expect(stripVTControlCharacters(colour)).toBe(plain);
        expect(plain).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cs}\u202e]/u);
      }),
      { numRuns: 150 },
    );
  });
});

test("a resource that is not part of an instance is printed and counted too", () => {
  const text = rendered(model({ resources: [bucket({ bucket: "b" })] }), PIPE);
  expect(linesOf(text).slice(3, 5)).toEqual(["+ aws:s3:Bucket  media", "     bucket: b"]);
  expect(text).toContain("1 resource to create\n");
});
