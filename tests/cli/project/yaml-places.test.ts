import fc from "fast-check";
import { stringify } from "yaml";
import { yamlPlaces } from "../../../cli/project/yaml-places";
import { at } from "../../../validation/problem";

/** What stands at the place of a path below `config`, up to the end of its line. */
function textAt(text: string, path: string): string | undefined {
  const place = yamlPlaces(text).find("config", path);
  return place && (text.split("\n")[place.line - 1] ?? "").slice(place.column - 1);
}

const FILE = `# a comment
config:
  a:instances:
    social: &social
      mastodon:
        bucket: one
        tags: { team: x, team.lead: y }
        list: [p, q]
        blocks:
          - id: first
          - id: second
    art:
      <<: *social
      other: 1
    copy: *social
  text: '{"social": {}}'
`;

test.each([
  ["a key", "a:instances", "a:instances:"],
  ["a key of a block", "a:instances.social.mastodon.bucket", "bucket: one"],
  ["a key in braces", "a:instances.social.mastodon.tags.team", "team: x, team.lead: y }"],
  ["a key with a dot before a shorter one", "a:instances.social.mastodon.tags.team.lead", "team.lead: y }"],
  ["an item in brackets", "a:instances.social.mastodon.list[1]", "q]"],
  ["an item of a block", "a:instances.social.mastodon.blocks[1]", "id: second"],
  ["a key of an item", "a:instances.social.mastodon.blocks[1].id", "id: second"],
  ["a merged key", "a:instances.art.mastodon.bucket", "bucket: one"],
  ["a key beside merged ones", "a:instances.art.other", "other: 1"],
  ["a key behind an alias", "a:instances.copy.mastodon.bucket", "bucket: one"],
  ["a missing key: that above it", "a:instances.social.mastodon.store.aws", "mastodon:"],
  ["a missing item: its list", "a:instances.social.mastodon.list[7]", "list: [p, q]"],
  ["a key in a text: that of the text", "text.social.mastodon", "text: '{\"social\": {}}'"],
  ["a missing first key", "nothing.at.all", undefined],
])("finds %s", (_, path, text) => {
  expect(textAt(FILE, path)).toBe(text);
});

it("finds keys at the top", () => {
  expect(yamlPlaces(FILE).top("config")).toEqual({ line: 2, column: 1 });
  expect(yamlPlaces(FILE).top("other")).toBeUndefined();
});

test.each([
  "",
  "config:\n",
  "config: [1]\n",
  "a text\n",
  "config: &a { b: *a }\n",
  "config: &a { <<: *a }\n",
])("finds nothing in %j, and ends", (text) => {
  expect(yamlPlaces(text).find("config", "x.y")).toBeUndefined();
});

/** Every path of a value, with the last key or item of each. */
function pathsOf(value: unknown, path = ""): [string, unknown][] {
  if (Array.isArray(value))
    return value.flatMap((item, i): [string, unknown][] => pathsOf(item, at(path, `[${i}]`)));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
    const here = at(path, key);
    return [[here, key], ...pathsOf(item, here)];
  });
}

it("finds every key of any value", () => {
  const key = fc.stringMatching(/^[a-z]{1,6}$/);
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, fc.constant(1), tie("list"), tie("map")),
    list: fc.array(tie("value"), { maxLength: 3 }),
    map: fc.dictionary(key, tie("value"), { maxKeys: 4 }),
  }));
  fc.assert(
    fc.property(fc.dictionary(key, value, { maxKeys: 4 }), fc.boolean(), (config, isFlow) => {
      const text = stringify({ config }, { collectionStyle: isFlow ? "flow" : "any" });
      for (const [path, name] of pathsOf(config))
        expect(textAt(text, path)).toMatch(new RegExp(`^"?${String(name)}"?:`));
    }),
    { numRuns: 500 },
  );
});
