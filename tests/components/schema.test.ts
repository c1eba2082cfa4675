import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ComponentProvider } from "@pulumi/pulumi/provider/experimental/provider";
import * as components from "../../components";

const root = join(__dirname, "../..");
const snapshot = join(__dirname, "schema.json");

/** What stacks in other languages see. Review a change of the snapshot: `UPDATE_SCHEMA=1 npx jest tests/components/schema`. */
it("is the schema that the SDK's own analyzer makes of the components", async () => {
  const provider = new ComponentProvider({
    name: "media-storage",
    dirname: root,
    components: [components.AuthentikStorage, components.MastodonStorage, components.SupabaseStorage],
  });
  const schema = JSON.parse(await provider.getSchema()) as { version: string };
  // The version changes with each release and says nothing of the shape.
  schema.version = "0.0.0";
  const text = JSON.stringify(schema, null, 2) + "\n";
  if (process.env["UPDATE_SCHEMA"] === "1") writeFileSync(snapshot, text);
  expect(text).toBe(readFileSync(snapshot, "utf8"));
  // What the analyzer makes of a {@link} in a doc comment.
  expect(text).not.toContain("[object Object]");
}, 60_000);

it("links to pages of docs/ by their address in the repository, because other languages show these texts far from the files", () => {
  const { repository } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    repository: { url: string };
  };
  const docs = `${repository.url.replace(/^git\+|\.git$/g, "")}/blob/main/docs/`;
  const text = readFileSync(snapshot, "utf8");
  const links = text.match(/\S*docs\/[a-z-]+\.md/g) ?? [];
  expect(links.length).toBeGreaterThan(0);
  for (const link of links) {
    const [, before = "", page = ""] = /^\(?(.*\/)([a-z-]+\.md)$/.exec(link.replace(/^.*\\n/, "")) ?? [];
    expect(before).toBe(docs);
    expect(existsSync(join(root, "docs", page))).toBe(true);
  }
});

it("has every exported class as a component", () => {
  const isClass = (value: unknown): boolean => /^class\b/.test(String(value));
  const classes = Object.entries(components).filter(([, value]) => isClass(value));
  expect(classes.map(([name]) => name)).toEqual(["AuthentikStorage", "MastodonStorage", "SupabaseStorage"]);
});
