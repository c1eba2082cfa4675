/** What a page shows whole is what the project makes. After a change: `UPDATE_DOCS=1 npx jest tests/docs-files`, and review the difference. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { proxy, type ProxyOptions } from "../cli/proxy/proxy";
import { testStreams } from "./cli/streams";
import { writeOwnProject } from "./cli/own-project";

const root = join(__dirname, "..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");

/** What `media-storage proxy` prints for the first example of a page. */
async function proxyOf(page: string, options: Partial<ProxyOptions>): Promise<string> {
  const cwd = mkdtempSync(join(tmpdir(), "docs-files-"));
  try {
    const [, example = ""] = /^```yaml\n(.*?)^```/ms.exec(read(page)) ?? [];
    writeOwnProject(cwd);
    writeFileSync(join(cwd, "Pulumi.prod.yaml"), example);
    const streams = testStreams();
    const code = await proxy("social", { stack: "prod", cwd, ...options }, streams);
    expect([code, streams.said.err]).toEqual([0, ""]);
    return streams.said.out;
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

const NGINX = "docs/proxy-nginx.md";
const CADDY = "docs/proxy-caddy.md";

interface Shown {
  page: string;
  language: string;
  /** How the block begins, which tells it from others. */
  first: string;
  text: () => string | Promise<string>;
}

/** The README's program. */
const [, README_PROGRAM = ""] =
  /^```ts\n(import \{ MastodonStorage \}.*?)^```$/ms.exec(read("README.md")) ?? [];

const SHOWN: Shown[] = [
  {
    page: "docs/testing-your-stack.md",
    language: "ts",
    first: "import { MastodonStorage }",
    text: () => README_PROGRAM,
  },
  {
    page: "docs/cloud-connector.md",
    language: "ts",
    first: "/** A Mastodon whose media",
    text: () => read("examples/cloud-connector/index.ts"),
  },
  {
    page: NGINX,
    language: "nginx",
    first: "# nginx for the media host",
    text: () => proxyOf(NGINX, { server: "nginx", resolver: ["127.0.0.53"] }),
  },
  {
    page: NGINX,
    language: "nginx",
    first: "# Old media URLs",
    text: () => proxyOf(NGINX, { server: "nginx", part: "web" }),
  },
  {
    page: CADDY,
    language: "caddy",
    first: "# Caddy for the media host",
    text: () => proxyOf(CADDY, { server: "caddy" }),
  },
  {
    page: CADDY,
    language: "caddy",
    first: "# Old media URLs",
    text: () => proxyOf(CADDY, { server: "caddy", part: "web" }),
  },
];

test.each(SHOWN)("$page shows whole what begins with $first", async ({ page, language, first, text }) => {
  const begin = first.replace(/[*+?^$()[\]{}|\\/.]/g, "\\$&");
  const block = new RegExp(`^\`\`\`${language}\\n(?=${begin}).*?^\`\`\`$`, "gms");
  const before = read(page);
  expect(before.match(block)).toHaveLength(1);
  const shown = `\`\`\`${language}\n${await text()}\`\`\``;
  const after = before.replace(block, () => shown);
  if (process.env["UPDATE_DOCS"] === "1") writeFileSync(join(root, page), after);
  expect(read(page)).toBe(after);
});
