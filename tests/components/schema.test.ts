import { readFileSync, writeFileSync } from "node:fs";
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

it("has every exported class as a component", () => {
  const isClass = (value: unknown): boolean => /^class\b/.test(String(value));
  const classes = Object.entries(components).filter(([, value]) => isClass(value));
  expect(classes.map(([name]) => name)).toEqual(["AuthentikStorage", "MastodonStorage", "SupabaseStorage"]);
});
