/** What the pages of the package link to is in the package, or has an address of its own. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { posix } from "node:path";
import { DOCS } from "../validation/docs-page";

const root = join(__dirname, "..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");

/** The files of the tarball that `npm pack` would make. */
function packedFiles(): string[] {
  const listed = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  const [{ files }] = JSON.parse(listed) as [{ files: { path: string }[] }];
  return files.map(({ path }) => path);
}

const packed = packedFiles();
const pages = packed.filter((file) => file.endsWith(".md"));
const repository = DOCS.replace(/docs$/, "");

interface Link {
  page: string;
  target: string;
}

/** Code has brackets and parentheses too. */
const withoutCode = (text: string): string =>
  text.replace(/^```.*?^```/gms, "").replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, "-"));

const links = pages.flatMap((page) =>
  [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]): Link => ({
    page,
    target,
  })),
);
const isAbsolute = ({ target }: Link): boolean => /^https?:/.test(target);

/** As GitHub and GitLab make them. */
function anchorsOf(page: string): string[] {
  const headings = read(page)
    .replace(/^```.*?^```/gms, "")
    .matchAll(/^#+ +(.*)$/gm);
  const seen = new Map<string, number>();
  return [...headings].map(([, heading = ""]) => {
    const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const slug = text.replace(/[^\p{L}\p{N}\s_-]/gu, "").replace(/\s/g, "-");
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  });
}

/** Why a link leads nowhere in the package; undefined if it leads somewhere. */
function fault({ page, target }: Link): string | undefined {
  const [path = "", anchor] = target.split("#");
  const file = path === "" ? page : posix.join(posix.dirname(page), path);
  const isPacked = packed.some((one) => one === file || one.startsWith(`${file.replace(/\/$/, "")}/`));
  if (!isPacked) return `${page}: ${target} is not in the package`;
  if (anchor !== undefined && !anchorsOf(file).includes(anchor))
    return `${page}: ${target} has no such heading`;
  return undefined;
}

test("the package has the pages that it is read by", () => {
  expect(pages).toEqual(expect.arrayContaining(["README.md", "CHANGELOG.md", "docs/messages.md"]));
  expect(links.length).toBeGreaterThan(100);
});

test("a relative link leads to a file of the package, and to a heading of it", () => {
  expect(links.filter((link) => !isAbsolute(link)).flatMap((link) => fault(link) ?? [])).toEqual([]);
});

test("a link into the repository leads to a file of it", () => {
  const own = links.filter(({ target }) => target.startsWith(repository));
  expect(own.length).toBeGreaterThan(0);
  const paths = own.map(({ target }) => target.slice(repository.length).replace(/#.*/, ""));
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test("a page that a message names is in the package", () => {
  const named = read("docs/messages.md").matchAll(new RegExp(`${DOCS}/([a-z-]+\\.md)`, "g"));
  const pagesNamed = [...named].map(([, name = ""]) => `docs/${name}`);
  expect(pagesNamed.length).toBeGreaterThan(0);
  expect(pagesNamed.filter((page) => !packed.includes(page))).toEqual([]);
});
