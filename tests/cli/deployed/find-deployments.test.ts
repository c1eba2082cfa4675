import fc from "fast-check";
import { hasFlatFacts, findDeployments } from "../../../cli/deployed/find-deployments";

const deployment = { schema: 1, title: "T", entries: [], facts: {} };
const named = (outputs: Record<string, unknown>): string[] =>
  findDeployments(outputs).map(({ name }) => name);

test.each<[string, Record<string, unknown>, string[]]>([
  ["an output", { anything: deployment }, ["anything"]],
  ["several outputs", { b: deployment, a: 1, c: deployment }, ["b", "c"]],
  [
    "a member of an exported object",
    { media: { social: deployment, art: deployment } },
    ["media.social", "media.art"],
  ],
  ["an item of an exported list", { media: [deployment, [deployment]] }, ["media[0]", "media[1][0]"]],
  ["a component that is exported as a whole", { social: { env: "A=b", deployment } }, ["social"]],
  ["a component in an exported object", { media: { social: { deployment } } }, ["media.social"]],
  [
    "JSON text, which languages export that can export no object",
    { social: JSON.stringify(deployment) },
    ["social"],
  ],
  ["JSON text in an object", { media: { art: JSON.stringify({ deployment }) } }, ["media.art"]],
  ["the output `deployment`", { deployment }, ["deployment"]],
  ["one of a schema that does not exist yet", { social: { ...deployment, schema: 7 } }, ["social"]],
  [
    "one whose members have other types",
    { social: { schema: "1", title: 0, entries: {}, facts: [] } },
    ["social"],
  ],
])("finds %s", (_, outputs, names) => expect(named(outputs)).toEqual(names));

test.each<[string, Record<string, unknown>]>([
  [
    "the outputs of a component one by one",
    { env: "A=b", envEntries: [], facts: { schema: 1, app: { name: "x" } } },
  ],
  ["an object that lacks a member", { social: { schema: 1, title: "T", entries: [] } }],
  [
    "an object that inherits a member",
    { social: Object.assign(Object.create({ facts: {} }) as object, { schema: 1, title: "T", entries: [] }) },
  ],
  ["null, texts and numbers", { a: null, b: "deployment", c: 1 }],
  ["other text with a brace, JSON or not", { a: "{ server {} }", b: '{"Version":"2012-10-17"}' }],
  ["no outputs", {}],
])("finds nothing in %s", (_, outputs) => expect(named(outputs)).toEqual([]));

test("finds a deployment wherever it is, and nothing within one", () => {
  const inside = fc.jsonValue().map((value) => ({ ...deployment, facts: { value, deployment } }));
  const path = fc.array(fc.string(), { maxLength: 6 });
  fc.assert(
    fc.property(path, inside, fc.string(), (names, value, output) => {
      const nested = names.reduceRight<unknown>((below, name) => ({ [name]: below }), value);
      const found = findDeployments(Object.fromEntries([[output, nested]]));
      expect(found.map((one) => one.value)).toEqual([value]);
    }),
  );
});

test("knows the outputs of the versions without deployments by their facts", () => {
  expect(hasFlatFacts({ socialFacts: { schema: 1, app: "mastodon" } })).toBe(true);
  expect(hasFlatFacts({ facts: { schema: 1, app: { name: "mastodon" } }, other: "x" })).toBe(false);
});
