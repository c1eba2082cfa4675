/** What the documents tell an operator to write is what the program takes, and what they tell to type is safe. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { preview } from "../cli/preview/preview";
import { instancesProblems } from "../config/check-instances";
import type { MastodonConfig } from "../config/types";
import { APP_NAMES } from "../apps/names";
import { mediaStorageCommand } from "../env/formats/shell";
import { testStreams } from "./cli/streams";
import { writeOwnProject } from "./cli/own-project";

const root = join(__dirname, "..");
const files = ["README.md", ...readdirSync(join(root, "docs")).map((file) => join("docs", file))];

/** The instances of a stack file, or of a part of one. */
function instancesOf(document: unknown): Record<string, object> | undefined {
  if (typeof document !== "object" || document === null) return undefined;
  const { config } = document as { config?: Record<string, unknown> };
  const instances = config === undefined ? document : config["media-storage:instances"];
  const isInstance = (value: unknown) =>
    typeof value === "object" && value !== null && APP_NAMES.some((app) => app in value);
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
    expect.arrayContaining([
      "README.md: social",
      "docs/config-form.md: social, login",
      "docs/settings.md: login, files",
      "docs/ceph.md: social",
      "docs/cloudflare-r2.md: social",
      "docs/cloudflare-r2.md: login",
      "docs/cloudflare-r2.md: files",
    ]),
  );
});

it.each(examples)("%s has nothing wrong", (_, instances) => {
  expect(instancesProblems(instances, "instances")).toEqual([]);
});

/** What a user copies first, in a project of its own: what is found only when the components are made is found here. */
it.each(examples.filter(([where]) => /^(README|docs\/(config-form|settings|cloudflare-r2))\.md/.test(where)))(
  "%s can be previewed",
  async (_, instances) => {
    const cwd = mkdtempSync(join(tmpdir(), "readme-"));
    try {
      writeOwnProject(cwd);
      // JSON is YAML.
      const config = { "aws:region": "eu-central-1", "media-storage:instances": instances };
      writeFileSync(join(cwd, "Pulumi.dev.yaml"), JSON.stringify({ config }));
      const streams = testStreams();
      const code = await preview({ stack: "dev", json: false, full: false, cwd }, streams);
      expect([code, streams.said.err]).toEqual([0, ""]);
      expect(streams.said.out).toMatch(/\d+ resources to create/);
    } finally {
      rmSync(cwd, { recursive: true });
    }
  },
);

it("the README's first example has CloudFront, and DNS at Cloudflare", () => {
  const [first] = readFileSync(join(root, "README.md"), "utf8").matchAll(/^```(\w*)\n(.*?)^```/gms);
  expect(first?.[1]).toBe("yaml");
  const { social } = instancesOf(parse(first?.[2] ?? "")) as { social: { mastodon: MastodonConfig } };
  expect(social.mastodon.mediaHost?.cloudFront?.dns.cloudflare?.zoneName).toBe("social.example");
});

/** All text of the project: sources, documents, tests and what they compare with. */
function textFiles(folder = root): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return IGNORED.has(entry.name) ? [] : textFiles(path);
    return /\.(ts|cjs|mjs|js|json|md|ya?ml|sh)$/.test(entry.name) ? [path] : [];
  });
}

const IGNORED = new Set(["node_modules", "dist", "coverage", ".git", ".yardsticks", "venv"]);

// npm would take the package from the registry, where anybody may publish one of this name.
const UNSAFE = [
  /\bnpx\b[^\n]{0,30}\bmedia-storage\b/,
  /\bnpm (exec|x) (?!--no -- media-storage\b)[^\n]{0,30}\bmedia-storage\b/,
  /\bnpm (install|i|add) (-\S+ )*media-storage\b/,
];

it("no line tells an operator to run or install whatever the registry has under this package's name", () => {
  const unsafe = textFiles()
    .filter((path) => path !== __filename)
    .flatMap((path) =>
      readFileSync(path, "utf8")
        .split("\n")
        .map((line) => `${path}: ${line}`),
    )
    .filter((line) => UNSAFE.some((pattern) => pattern.test(line)));
  expect(unsafe).toEqual([]);
});

it("the command is npm's, which runs nothing but what is installed", () => {
  expect(mediaStorageCommand("env", "social", "--stack", "a b")).toBe(
    "npm exec --no -- media-storage env social --stack 'a b'",
  );
});

const texts = [
  ...files,
  ...readdirSync(join(root, "examples"), { recursive: true }).map((file) => join("examples", String(file))),
]
  .filter((file) => /\.(md|ya?ml|ts)$/.test(file) && !file.includes("node_modules"))
  .map((file): [string, string] => [file, readFileSync(join(root, file), "utf8")]);

describe("the way to the package", () => {
  const { repository, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    repository: { url: string };
    version: string;
  };
  const address = repository.url.replace(/^git\+/, "");

  it("is the repository of package.json at the tag of its version, wherever it is written", () => {
    const ways = texts.flatMap(([, text]) => [
      ...text.matchAll(/(?:npm install '?|pulumi package add )((?:git\+)?(?:https?|ssh|git):[^\s'`]+)/g),
    ]);
    expect(new Set(ways.map(([, way]) => way))).toEqual(
      new Set([`${repository.url}#v${version}`, `${address}@v${version}`]),
    );
  });

  it("is not a registry, and the README says so", () => {
    expect(readFileSync(join(root, "README.md"), "utf8")).toContain(
      "The package is **not on a registry yet**",
    );
  });
});

/** A command that reads a stack; the others work on a file alone. */
const OF_A_STACK =
  /^(?!.*(--from|--restore|--unset|--append)).*npm exec --no -- media-storage (env|preview|proxy|runbook) .*$/gm;

it("every command of the documents that reads a stack says which", () => {
  const commands = texts.flatMap(([file, text]) =>
    [...text.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, fence = ""]) =>
      [...fence.matchAll(OF_A_STACK)].map(([line]) => `${file}: ${line}`),
    ),
  );
  expect(commands.length).toBeGreaterThan(4);
  expect(commands.filter((line) => !/ --(stack|outputs) /.test(line))).toEqual([]);
});
