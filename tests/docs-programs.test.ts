/** The programs of docs/component.md, the jobs of docs/preview-in-ci.md, and the files of docs/config-form.md. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import ts from "typescript";
import { parse } from "yaml";
import { check } from "../cli/check/check";
import { initCommand } from "../cli/commands/init";
import { init } from "../cli/init/init";
import type { Manifest } from "../cli/init/next-steps";
import { preview } from "../cli/preview/preview";
import { MastodonStorage, type MastodonStorageArgs } from "../components";
import { testStreams } from "./cli/streams";
import { Registered } from "./components/registered";

const root = join(__dirname, "..");

const page = (file: string): string => readFileSync(join(root, "docs", file), "utf8");

/** The first fenced block of a language below a heading. */
function block(file: string, heading: string, language: string): string {
  const [, section = ""] = page(file).split(`\n## ${heading}\n`);
  const [, text] =
    new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "ms").exec(section.split(/^## /m)[0]!) ?? [];
  if (text === undefined) throw new Error(`${file} has no ${language} below ${heading}`);
  return text;
}

const resources = (made: Registered): object[] =>
  made.all.map(({ type, name, inputs }) => ({ type, name, inputs }));

describe("docs/component.md", () => {
  const yaml = parse(block("component.md", "YAML", "yaml")) as {
    resources: { social: { type: string; properties: MastodonStorageArgs } };
    outputs: object;
  };

  it("has a YAML program with arguments that the component accepts, and the output for the CLI", async () => {
    const { type, properties } = yaml.resources.social;
    expect(type).toBe("media-storage:MastodonStorage");
    const made = await Registered.of(() => new MastodonStorage("social", properties));
    expect(made.all.map(({ name }) => name)).toContain("social-bucket");
    expect(yaml.outputs).toEqual({ media: "${social.deployment}" });
  });

  it("has a TypeScript program that creates the same, and exports the same output", async () => {
    const { outputText } = ts.transpileModule(block("component.md", "TypeScript and JavaScript", "ts"), {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    const exports: Record<string, unknown> = {};
    const made = await Registered.of(() => {
      const run = runInThisContext(`(require, exports) => {${outputText}\n}`) as (
        require: NodeJS.Require,
        exports: Record<string, unknown>,
      ) => void;
      // The test's own `require`, which finds the package's components under its name.
      run(require, exports);
    });
    expect(Object.keys(exports)).toEqual(["media"]);
    const { properties } = yaml.resources.social;
    expect(resources(made)).toEqual(
      resources(await Registered.of(() => new MastodonStorage("social", properties))),
    );
  });

  it.each([
    ["Python", "python", 'web_domain="social.example"'],
    ["Go", "go", 'WebDomain: "social.example"'],
    ["C#", "csharp", 'WebDomain = "social.example"'],
    ["Java", "java", '.webDomain("social.example")'],
  ])("has the same values in %s", (language, fence, domain) => {
    const text = block("component.md", language, fence);
    expect(text).toContain(domain);
    const { bucket, version, store, mediaHost } = yaml.resources.social.properties;
    for (const value of [bucket, version, store.aws?.region, mediaHost?.hostname])
      expect(text).toContain(`"${value}"`);
  });
});

describe("docs/preview-in-ci.md", () => {
  const github = parse(block("preview-in-ci.md", "GitHub Actions", "yaml")) as {
    permissions: object;
    jobs: { preview: { steps: { run?: string }[] } };
  };
  const gitlab = parse(block("preview-in-ci.md", "GitLab", "yaml")) as {
    "media-storage": { script: string[] };
  };
  const COMMANDS = [
    "npm ci",
    "npm exec --no -- media-storage check --all",
    "npm exec --no -- media-storage preview --stack prod",
  ];

  it("has two jobs that run the same commands, and that may only read", () => {
    const steps = github.jobs.preview.steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
    expect(steps).toEqual(COMMANDS);
    expect(gitlab["media-storage"].script).toEqual(COMMANDS);
    expect(github.permissions).toEqual({ contents: "read" });
  });

  /** What the last two commands do in a repository of docs/config-form.md, on a machine without an account or a passphrase. */
  async function job(
    change: (stackFile: string) => string,
  ): Promise<{ codes: number[]; out: string; err: string }> {
    const cwd = mkdtempSync(join(tmpdir(), "docs-ci-"));
    try {
      mkdirSync(join(cwd, "node_modules"));
      symlinkSync(root, join(cwd, "node_modules/media-storage"));
      writeFileSync(join(cwd, "Pulumi.yaml"), block("config-form.md", "The files", "yaml"));
      writeFileSync(join(cwd, "Pulumi.prod.yaml"), change(block("config-form.md", "A stack", "yaml")));
      const streams = testStreams();
      const checked = await check({ all: true, json: false, cwd }, streams);
      const code = await preview({ stack: "prod", json: false, full: false, cwd }, streams);
      return { codes: [checked, code], ...streams.said };
    } finally {
      rmSync(cwd, { recursive: true });
    }
  }

  it("succeeds without an account and without the passphrase of encrypted secrets", async () => {
    const { codes, out, err } = await job(
      (text) =>
        text.replace(
          "store: { aws: { region: eu-central-1 } }\n        mediaHost",
          'store: { aws: { region: eu-central-1 } }\n        writer: { given: { accessKeyId: AKIAEXAMPLE, principal: "arn:aws:iam::123456789012:user/app" } }\n        mediaHost',
        ) + "  media-storage:socialSecretAccessKey:\n    secure: v1:AAAAAAAAAAAAAAAA:AAAA\n",
    );
    expect({ codes, err }).toEqual({ codes: [0, 0], err: "" });
    expect(out).toContain("AWS_SECRET_ACCESS_KEY=");
    expect(out).toContain("login-bucket");
  });

  it("fails if the stack's config has a problem", async () => {
    const { codes, out, err } = await job((text) => text.replace("webDomain", "webdomain"));
    expect(codes).toEqual([1, 1]);
    expect(out).toMatch(/Pulumi\.prod\.yaml:7:\d+: media-storage:instances\.social\.mastodon\.webdomain/);
    expect(err).toContain("media-storage:instances.social.mastodon.webdomain");
  });
});

describe("docs/config-form.md", () => {
  it("has a command for `init` that writes the files which the README shows", async () => {
    const [line = ""] = /^npm exec --no -- media-storage init --.*$/m.exec(page("config-form.md")) ?? [];
    const cwd = mkdtempSync(join(tmpdir(), "docs-init-"));
    try {
      const streams = testStreams();
      let code: number | undefined;
      const command = initCommand(async (options) => {
        code = await init(
          options,
          streams,
          JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest,
        );
      });
      await command.parseAsync([...line.split(" ").slice(6), "--cwd", cwd], { from: "user" });
      expect({ code, err: streams.said.err }).toEqual({ code: 0, err: "" });
      const readme = [
        ...readFileSync(join(root, "README.md"), "utf8").matchAll(/^```yaml\n(.*?)^```/gms),
      ].map(([, text = ""]) => parse(text) as object);
      const written = (file: string): object => parse(readFileSync(join(cwd, file), "utf8")) as object;
      const { description, ...project } = written("Pulumi.yaml") as { description: string };
      expect(description).toMatch(/media storage/);
      expect(readme).toContainEqual(project);
      expect(readme).toContainEqual(written("Pulumi.prod.yaml"));
    } finally {
      rmSync(cwd, { recursive: true });
    }
  });
});
