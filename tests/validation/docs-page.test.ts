import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { DOCS } from "../../validation/docs-page";

const root = join(__dirname, "../..");

test("the docs are in the repository that package.json names", () => {
  const { repository } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    repository: { url: string };
  };
  expect(DOCS).toBe(`${repository.url.replace(/^git\+|\.git$/g, "")}/blob/main/docs`);
});

const folders = [
  "access",
  "apps",
  "cli",
  "components",
  "config",
  "env",
  "hosts",
  "runbook",
  "storage",
  "stores",
];
const sources = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}/${name}`),
);

test("every page that a message names exists, and messages name it by its URL", () => {
  const pages = readdirSync(join(root, "docs"));
  const named = sources.flatMap((file) => {
    const text = readFileSync(join(root, file), "utf8");
    return [...text.matchAll(/docsPage\("([^"]+)"\)/g)].map(([, page = ""]) => `${page}.md`);
  });
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((page) => !pages.includes(page))).toEqual([]);
  const relative = sources.filter((file) =>
    /(?<!\/)docs\/[a-z-]+\.md/.test(readFileSync(join(root, file), "utf8")),
  );
  expect(relative).toEqual([]);
});
