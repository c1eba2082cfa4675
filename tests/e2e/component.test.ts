import { execFile, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse as parseEnv } from "dotenv";
import { parse, stringify } from "yaml";
import type { PolicyDocument } from "../../access/policy";
import { findPlaintext } from "./canaries";
import { describeWithEngine, findOnPath, testsAreSteps } from "./engine";
import { otherProgram, projectRoot, type Program } from "./programs";
import { startAwsLocal, type AwsLocal } from "./servers/aws-local";
import { TestStack } from "./workspace";

const example = (file: string): string => readFileSync(join(projectRoot, "examples", file), "utf8");

const canary = "canary-in-the-clear";

/** The example, so that what it makes can be destroyed again; and a careless neighbour with a key in plain text. */
const typescript = otherProgram({
  "index.ts": `import * as aws from "@pulumi/aws";
${example("component/index.ts").replace("store:", "data: { protect: false, retainOnDelete: false },\n  store:")}
const reader = new aws.iam.Role("reader", {
  name: "e2e-reader",
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
  }),
});
const art = new MastodonStorage("art", {
  webDomain: "art.example",
  bucket: "art-example-media",
  data: { protect: false, retainOnDelete: false },
  store: { aws: { region: "eu-central-1" } },
  writer: { given: { accessKeyId: "AKIAGIVENBYOPERATOR", secretAccessKey: "${canary}" } },
  additionalStatements: [
    {
      sid: "Reader",
      effect: "Allow",
      principals: [reader.arn],
      actions: ["s3:GetObject"],
      resources: ["arn:aws:s3:::art-example-media/backups/*"],
    },
  ],
}, {
  transforms: [
    // As docs/child-resources.md shows it, for a resource that this storage has.
    ({ type, props, opts }) =>
      type === "aws:s3/bucket:Bucket" ? { props: { ...props, tags: { team: "art" } }, opts } : undefined,
  ],
});
export const others = { art };
`,
});

const yaml = (): Program => {
  const program = parse(example("yaml/Pulumi.yaml")) as {
    packages: Record<string, string>;
    resources: { social: { properties: Record<string, unknown> } };
  };
  program.packages["media-storage"] = projectRoot;
  program.resources.social.properties["data"] = { protect: false, retainOnDelete: false };
  return otherProgram({ "Pulumi.yaml": stringify(program) });
};

/** With the names under which the command finds the storages in the outputs. */
const languages: [
  language: string,
  host: string,
  resources: number,
  found: string[],
  program: () => Program,
][] = [
  ["TypeScript", "pulumi-language-nodejs", 19, ["media", "others.art"], () => typescript],
  ["YAML", "pulumi-language-yaml", 11, ["media"], yaml],
];

describe.each(languages)(
  "the component in a user's stack in %s",
  (language, host, resources, found, program) => {
    // The CLI brings a host for every language; one that was put together may not have them all.
    const run = findOnPath(host) === undefined ? describe.skip : describe;
    run("", () => {
      describeWithEngine("", () => {
        testsAreSteps();
        let aws: AwsLocal;
        let stack: TestStack;
        beforeAll(async () => {
          aws = await startAwsLocal();
          stack = await TestStack.create(program(), aws.url);
        });
        afterAll(async () => {
          try {
            await stack.dispose();
          } finally {
            await aws.stop();
          }
        });

        it("is previewed while the ARN of a role of the same program is not known", async () => {
          expect((await stack.preview()).changes).toEqual({ create: resources });
        });

        it("is created, with a secret env block", async () => {
          expect((await stack.up()).changes).toEqual({ create: resources });
          const { env, publicBaseUrl } = await stack.outputs();
          expect(env?.secret).toBe(true);
          expect(parseEnv(env?.value as string)).toMatchObject({
            S3_BUCKET: "social-example-media",
            S3_PERMISSION: "",
          });
          expect(publicBaseUrl).toEqual({ value: "https://files.social.example", secret: false });
        });

        /** The installed command in the folder of the program. Asynchronous, because the local AWS runs in this process. */
        async function command(...args: string[]): Promise<{ code: number; out: string; err: string }> {
          const cli = [join(projectRoot, "cli/media-storage.cjs"), ...args];
          const options = { cwd: stack.folder, env: { ...process.env, ...stack.env } };
          try {
            const { stdout, stderr } = await promisify(execFile)(process.execPath, cli, options);
            return { code: 0, out: stdout, err: stderr };
          } catch (error) {
            const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
            return { code, out: stdout, err: stderr };
          }
        }

        /** The installed command in a folder without a project, with saved outputs on standard input. */
        function elsewhere(
          input: string,
          ...args: string[]
        ): { code: number | null; out: string; err: string } {
          const cli = [join(projectRoot, "cli/media-storage.cjs"), ...args, "--outputs", "-"];
          const options = { cwd: tmpdir(), env: { PATH: "/nonexistent" }, encoding: "utf8", input } as const;
          const { status, stdout, stderr } = spawnSync(process.execPath, cli, options);
          return { code: status, out: stdout, err: stderr };
        }

        it("is found by `media-storage env`, under the name of the program's own output", async () => {
          const { env } = await stack.outputs();
          const { code, out, err } = await command("env", "media", "--stack", "e2e");
          expect({ code, err }).toEqual({ code: 0, err: "" });
          expect(parseEnv(out)).toEqual(parseEnv(env?.value as string));
          expect((await command("env", "social", "--stack", "e2e")).err).toBe(
            `error: The stack e2e has no instance "social"; use one of: ${found.join(", ")}.\n`,
          );
          for (const name of found) expect((await command("env", name, "--stack", "e2e")).code).toBe(0);
        });

        it("is found by `media-storage runbook`, which prints how to move the files into its bucket", async () => {
          const move = ["--stack", "e2e", "--deployment", "systemd", "--direction", "file-to-s3"];
          const { code, out, err } = await command("runbook", "media", ...move);
          expect({ code, err }).toEqual({ code: 0, err: "" });
          expect(out).toContain("export BUCKET=social-example-media ");
          expect(out).toContain("media-storage env media --stack e2e ");
        });

        it("is found in saved outputs, where there is neither Pulumi nor the program", async () => {
          const { env } = await stack.outputs();
          const secret = parseEnv(env?.value as string)["AWS_SECRET_ACCESS_KEY"] ?? "";
          const saved = await stack.savedOutputs("--show-secrets");
          const media = await stack.savedOutputs("media", "--show-secrets");
          for (const [text, names] of [
            [saved, found],
            [media, [undefined, "anything"]],
          ] as const) {
            for (const name of names) {
              const { code, out, err } = elsewhere(text, "env", ...(name === undefined ? [] : [name]));
              expect({ code, err }).toEqual({ code: 0, err: "" });
              if (name !== "others.art") expect(parseEnv(out)).toEqual(parseEnv(env?.value as string));
            }
          }
          const move = ["--deployment", "systemd", "--direction", "file-to-s3"];
          expect(elsewhere(saved, "runbook", "media", ...move).out).toContain(
            "export BUCKET=social-example-media ",
          );
          expect(elsewhere(media, "proxy", "--server", "caddy").out).toContain("files.social.example");
          for (const hidden of [await stack.savedOutputs(), await stack.savedOutputs("media")]) {
            expect(hidden).not.toContain(secret);
            expect(elsewhere(hidden, "env").err).toBe(
              'error: Standard input has "[secret]" in place of a secret; save the outputs again with --show-secrets: `pulumi stack output --json --show-secrets`.\n',
            );
          }
        });

        it("has the same URNs in every language", async () => {
          const { resources } = (JSON.parse(await stack.exportState()) as State).deployment;
          const names = resources.map(({ urn }) => urn.split("::").slice(2).join("::"));
          expect(names).toContain("media-storage:index:MastodonStorage$aws:s3/bucket:Bucket::social-bucket");
        });

        it("grants a role of the same program what its statement says, by the role's real ARN", async () => {
          const { resources } = (JSON.parse(await stack.exportState()) as State).deployment;
          const policies = resources.flatMap(({ inputs }) =>
            typeof inputs?.["policy"] === "string" ? [JSON.parse(inputs["policy"]) as PolicyDocument] : [],
          );
          const readers = policies.flatMap(({ Statement }) =>
            Statement.filter(({ Sid }) => Sid === "Reader"),
          );
          const roles = readers.map(({ Principal }) => Principal);
          const ofRole = { AWS: [expect.stringMatching(/^arn:aws:iam::\d{12}:role\/e2e-reader$/)] };
          expect(roles).toEqual(language === "TypeScript" ? [ofRole] : []);
        });

        it("passes its children through the transforms of its options", async () => {
          const { resources } = (JSON.parse(await stack.exportState()) as State).deployment;
          const tags = resources.flatMap(({ urn, inputs }) =>
            urn.includes("aws:s3/bucket:Bucket::") ? [[urn.split("::").pop(), inputs?.["tags"]]] : [],
          );
          const art = language === "TypeScript" ? [["art-bucket", { team: "art" }]] : [];
          expect(tags.filter(([, value]) => value !== undefined)).toEqual(art);
        });

        it("has no changes the second time", async () => {
          expect(await stack.up()).toMatchObject({ changes: { same: resources }, steps: [] });
          expect(await stack.previewDiff()).toMatchObject({ changes: { same: resources }, steps: [] });
          expect(await stack.refresh()).toMatchObject({ changes: { same: resources } });
          expect(stack.dropped()).toEqual([]);
        });

        it("never shows its secret", async () => {
          const { env } = await stack.outputs();
          const secret = parseEnv(env?.value as string)["AWS_SECRET_ACCESS_KEY"] ?? "";
          expect(findPlaintext([secret, canary], await stack.sources())).toEqual([]);
        });

        it("is destroyed", async () => {
          expect(await stack.destroy()).toMatchObject({ changes: { delete: resources } });
        });
      });
    });
  },
);

interface State {
  deployment: { resources: { urn: string; inputs?: Record<string, unknown> }[] };
}
