/** What the documents tell an operator to write is what the program takes. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { instancesProblems } from "../config/check-instances";
import { APPS } from "../config/types";

const root = join(__dirname, "..");
const files = ["README.md", ...readdirSync(join(root, "docs")).map((file) => join("docs", file))];

/** The instances of a stack file, or of a part of one. */
function instancesOf(document: unknown): Record<string, object> | undefined {
  if (typeof document !== "object" || document === null) return undefined;
  const { config } = document as { config?: Record<string, unknown> };
  const instances = config === undefined ? document : config["media-storage:instances"];
  const isInstance = (value: unknown) =>
    typeof value === "object" && value !== null && APPS.some((app) => app in value);
  return instances !== undefined && Object.values(instances as object).some(isInstance)
    ? (instances as Record<string, object>)
    : undefined;
}

const examples = files.flatMap((file) => {
  const blocks = readFileSync(join(root, file), "utf8").matchAll(/^```yaml\n(.*?)^```/gms);
  return [...blocks].flatMap(([, text = ""]): [string, object][] => {
    const instances = instancesOf(parse(text));
    return instances === undefined ? [] : [[`${file}: ${Object.keys(instances).join(", ")}`, instances]];
  });
});

it("there are examples in the README and in docs", () => {
  expect(examples.map(([where]) => where)).toEqual(
    expect.arrayContaining(["README.md: social", "README.md: login, backend", "docs/ceph.md: social"]),
  );
});

it.each(examples)("%s has nothing wrong", (_, instances) => {
  expect(instancesProblems(instances, "instances")).toEqual([]);
});
