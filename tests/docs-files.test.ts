/** What a page shows whole is what the project makes. After a change: `UPDATE_DOCS=1 npx jest tests/docs-files`, and review the difference. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");

/** The page, the first line of the block, which tells it from others, and the whole text of the block. */
const SHOWN: [page: string, language: string, first: string, text: () => string][] = [
  [
    "docs/cloud-connector.md",
    "ts",
    "/** A Mastodon whose media",
    () => read("examples/cloud-connector/index.ts"),
  ],
];

test.each(SHOWN)("%s shows the whole %s", (page, language, first, text) => {
  const fence = new RegExp(
    `^\`\`\`${language}\n(?=${first.replace(/[*+?^$()[\]{}|\\/.]/g, "\\$&")}).*?^\`\`\`$`,
    "gms",
  );
  const shown = `\`\`\`${language}\n${text()}\`\`\``;
  const before = read(page);
  expect(before.match(fence)).toHaveLength(1);
  const after = before.replace(fence, () => shown);
  if (process.env["UPDATE_DOCS"] === "1") writeFileSync(join(root, page), after);
  expect(read(page)).toBe(after);
});
