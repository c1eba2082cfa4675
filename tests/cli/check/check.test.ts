import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { check, type CheckOptions } from "../../../cli/check/check";
import type { Finding } from "../../../cli/check/finding";
import { preview } from "../../../cli/preview/preview";
import { compileTo } from "../compiled";
import { testFolder } from "../env/folder";
import { testStreams } from "../streams";

const at = testFolder();
const SETTINGS = "name: acme-media\nruntime: nodejs\nmain: index.ts\n";

/** The folder of a project that runs this package's program. */
function project(files: Record<string, string>): string {
  const own = { "Pulumi.yaml": SETTINGS, "package.json": '{ "name": "media-storage" }', "index.ts": "" };
  for (const [file, text] of Object.entries({ ...own, ...files })) writeFileSync(at(file), text);
  return at();
}

async function run(
  files: Record<string, string>,
  options: Partial<CheckOptions> = {},
): Promise<{ code: number; out: string; err: string }> {
  const streams = testStreams();
  const code = await check({ cwd: project(files), all: false, json: false, ...options }, streams);
  const folder = relative(process.cwd(), at());
  return { code, out: streams.said.out.replaceAll(`${folder}/`, ""), err: streams.said.err };
}

async function findings(files: Record<string, string>): Promise<Finding[]> {
  const { out } = await run(files, { json: true });
  return (JSON.parse(out) as { problems: Finding[] }).problems;
}

const GOOD = `config:
  acme-media:instances:
    social:
      mastodon:
        webDomain: social.example
        version: "4.4"
        bucket: social-example-media
        store: { aws: { region: eu-central-1 } }
`;
const BAD = `config:
  aws:region: eu-central-1
  acme-media:instances:
    social:
      mastodon:
        webDomain: social.example
        version: 4.4
        bucket: social-example-media
        store: { aws: { region: eu-central-1 } }
        corsOrigins: ["https://a.example", nope]
  acme-media:socialSecretAccessKey: unused
`;

describe("problems", () => {
  it("quote the stack's values also beside the id of an account at Cloudflare, which looks like a key", async () => {
    const config =
      "config:\n  media-storage:instances:\n    social:\n      mastodon:\n        bucket: acme-media\n        store: { r2: { accountId: 0123456789abcdef0123456789abcdef } }\n";
    const { out } = await run({ "Pulumi.prod.yaml": config });
    expect(out).toContain('names this project "acme-media"; rename it to acme-media:instances');
  });

  it("are listed with file, line and column, in the order of the text", async () => {
    const { code, out, err } = await run({ "Pulumi.prod.yaml": BAD });
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out.split("\n").map((line) => line.slice(0, 75))).toEqual([
      "Pulumi.prod.yaml:7:9: acme-media:instances.social.mastodon.version: is a number, an".slice(0, 75),
      "Pulumi.prod.yaml:10:44: acme-media:instances.social.mastodon.corsOrigins[1]: ".slice(0, 75),
      "Pulumi.prod.yaml:11:3: acme-media:socialSecretAccessKey: is in plain text in Pulum".slice(0, 75),
      "prod: 3 problems",
      "",
    ]);
  });

  it("are printed as JSON, with their codes", async () => {
    const [first] = await findings({ "Pulumi.prod.yaml": BAD });
    expect(first).toEqual({
      severity: "error",
      code: "unquoted-version",
      path: "acme-media:instances.social.mastodon.version",
      message: expect.stringContaining("put the version in quotes") as string,
      stack: "prod",
      file: "Pulumi.prod.yaml",
      line: 7,
      column: 9,
    });
  });

  it.each([
    ["a key without the project's name", GOOD.replace("acme-media:", "").replace('"4.4"', "4.4"), 6, 9],
    ["a missing key", GOOD.replace(/ +bucket.*\n/, ""), 4, 7],
    ["a missing secret", GOOD + "        writer: { given: { accessKeyId: AKIA } }\n", 1, 1],
    ["no config", "encryptionsalt: x\n", 1, 1],
    ["an encrypted map of instances", "config:\n  acme-media:instances: { secure: x }\n", 2, 3],
    ["the provider's region", GOOD.replace("config:", "config:\n  aws:region: eu-central-1a"), 2, 3],
    ["invalid YAML", "config:\n  a: 1\n  a: 2\n", 3, 3],
    ["a config that is a list", "config: [1]\n", 1, 1],
  ])("have a place: %s", async (_, text, line, column) => {
    const all = await findings({ "Pulumi.prod.yaml": text });
    expect(all.filter(({ severity }) => severity === "error")).toMatchObject([
      { file: "Pulumi.prod.yaml", line, column },
    ]);
  });

  it.each([
    ["without the line `config:`", GOOD.replace("config:\n", "").replace(/^ {2}/gm, "")],
    ["beside it", GOOD.replace(/^ {2}/gm, "").replace("config:\n", "config:\n  aws:region: eu-central-1\n")],
    ["without the namespace", GOOD.replace("config:\n  acme-media:", "")],
    ["in a map with the namespace", GOOD.replace("config:\n  acme-media:", "acme-media:\n  ")],
  ])("say that the instances belong below `config:`, %s", async (_, text) => {
    const line = text.split("\n").findIndex((one) => /^(acme-media|instances)/.test(one)) + 1;
    expect(await findings({ "Pulumi.prod.yaml": text })).toMatchObject([
      {
        code: "config-key-unknown",
        message:
          "is at the top level of the file, where Pulumi does not read it; indent it below a line `config:`",
        ...{ line, column: 1 },
      },
    ]);
    expect(line).toBeGreaterThan(0);
  });

  it("of a default for all stacks have their place in Pulumi.yaml", async () => {
    const files = { "Pulumi.yaml": `${SETTINGS}config:\n  oops: 1\n`, "Pulumi.prod.yaml": GOOD };
    expect(await findings(files)).toMatchObject([
      { code: "config-key-unknown", file: "Pulumi.yaml", line: 5, column: 3 },
    ]);
  });

  it.each([BAD, GOOD, GOOD.replace("eu-central-1", "nowhere"), "config:\n  acme-media:instances: {}\n"])(
    "are those of the preview",
    async (text) => {
      const checked = await findings({ "Pulumi.prod.yaml": text });
      const streams = testStreams();
      await preview({ cwd: at(), json: true, full: false }, streams);
      const { problems = [] } = JSON.parse(streams.said.out) as { problems?: Finding[] };
      const key = ({ code, path, message }: Finding): string => JSON.stringify([code, path, message]);
      const errors = checked.filter(({ severity }) => severity === "error");
      expect(errors.map(key).sort()).toEqual(problems.map(key).sort());
    },
  );

  it("name the stack in commands, because another one may be selected", async () => {
    const text = GOOD + "        writer: { given: { accessKeyId: AKIA } }\n";
    const { out } = await run({ "Pulumi.prod.yaml": text }, { stack: "acme/prod" });
    expect(out).toContain(
      "is missing; run `pulumi config set --secret socialSecretAccessKey --stack acme/prod`\n",
    );
  });

  it("of another stack are not shown", async () => {
    const files = { "Pulumi.prod.yaml": GOOD, "Pulumi.test.yaml": BAD };
    expect(await run(files, { stack: "prod" })).toEqual({ code: 0, out: "prod: no problems\n", err: "" });
  });
});

describe("warnings", () => {
  const text = GOOD.replace(' version: "4.4"', " version: 99.0.0") + "        access: acl\n";

  it("are shown, and are no failure", async () => {
    const { code, out } = await run({ "Pulumi.prod.yaml": text });
    expect(out).toMatch(
      /^Pulumi\.prod\.yaml:6:9: warning: acme-media:instances\.social\.mastodon\.version: /,
    );
    expect(out).toMatch(/\nprod: no problems, \d+ warnings?\n$/);
    expect(code).toBe(0);
  });

  it("are those of the preview", async () => {
    const warnings = await findings({ "Pulumi.prod.yaml": text });
    const streams = testStreams();
    await preview({ cwd: at(), json: false, full: true }, streams);
    const shown = streams.said.out.replace(/\s+/g, " ");
    expect(warnings.length).toBeGreaterThan(0);
    for (const { severity, code, message } of warnings) {
      expect({ severity, code }).toEqual({ severity: "warning", code: "warning" });
      expect(shown).toContain(message);
    }
  });

  it("have the place of the setting that they are about", async () => {
    const region = GOOD.replace("eu-central-1", "eu-centrl-1");
    expect(await findings({ "Pulumi.prod.yaml": region })).toMatchObject([
      { path: "acme-media:instances.social.mastodon.store.aws.region", line: 8, column: 25 },
    ]);
    const supabase = `config:
  acme-media:instances:
    db:
      supabase:
        publicUrl: https://db.example
        tenantId: acme
        protocolEndpoint: {}
        version: "1.70.0"
        backend: { bucket: db-files, store: { aws: { region: eu-centrl-1 } } }
`;
    expect(await findings({ "Pulumi.prod.yaml": supabase })).toContainEqual(
      expect.objectContaining({
        path: "acme-media:instances.db.supabase.backend.store.aws.region",
        ...{ line: 9, column: 54 },
      }),
    );
  });

  it("are shown beside a problem, if it is in another instance or a missing secret", async () => {
    const second = `    art: { mastodon: { webDomain: art.example, bukcet: art-media, store: { aws: { region: eu-central-1 } } } }\n`;
    const given = "        writer: { given: { accessKeyId: AKIA } }\n";
    for (const text of [GOOD + second, GOOD + given]) {
      const all = await findings({ "Pulumi.prod.yaml": text.replace('"4.4"', "99.0.0") });
      expect(all.filter(({ severity }) => severity === "error")).toHaveLength(1);
      expect(all).toContainEqual(
        expect.objectContaining({
          severity: "warning",
          message: expect.stringContaining("newer than") as string,
        }),
      );
    }
  });

  it("name a region of the AWS provider that the SDK does not know", async () => {
    const typo = GOOD.replace("config:", "config:\n  aws:region: eu-centrl-1");
    expect(await findings({ "Pulumi.prod.yaml": typo })).toContainEqual(
      expect.objectContaining({ severity: "warning", path: "aws:region", line: 2, column: 3 }),
    );
  });

  it("of an instance with a problem are not known", async () => {
    const all = await findings({ "Pulumi.prod.yaml": text.replace("bucket:", "bukcet:") });
    expect(all.map(({ severity }) => severity)).toEqual(["error"]);
  });

  it("of a storage with a given key need no secret in the file", async () => {
    const given =
      "        writer: { given: { accessKeyId: AKIA, principal: 'arn:aws:iam::123456789012:user/a' } }\n";
    const key = "  acme-media:socialSecretAccessKey: { secure: x }\n";
    const { code } = await run({ "Pulumi.prod.yaml": GOOD + given + key });
    expect(code).toBe(0);
  });
});

describe("--all", () => {
  it("checks every stack that has a file, whatever is wrong with another one", async () => {
    const files = { "Pulumi.a.yaml": "config: [", "Pulumi.b.yaml": BAD, "Pulumi.c.yaml": GOOD };
    const { code, out } = await run(files, { all: true });
    expect(code).toBe(1);
    expect(out.split("\n").filter((line) => /^[abc]:/.test(line))).toEqual([
      "a: 1 problem",
      "b: 3 problems",
      "c: no problems",
    ]);
  });

  it("needs a stack", async () => {
    expect(await run({}, { all: true })).toEqual({
      code: 1,
      out: "",
      err: `error: ${at()} has no Pulumi.<stack>.yaml; write one, for example with \`media-storage init\`\n`,
    });
  });
});

describe("what cannot be checked", () => {
  it.each<[string, Record<string, string>, Partial<CheckOptions>, RegExp]>([
    [
      "a stack without a file",
      { "Pulumi.prod.yaml": GOOD },
      { stack: "dev" },
      /has no file Pulumi\.dev\.yaml/,
    ],
    [
      "a program of the user's own",
      { "package.json": '{ "name": "acme" }' },
      { stack: "dev" },
      /runs a program of its own, .*; run `media-storage preview`/,
    ],
  ])("is said: %s", async (_, files, options, message) => {
    const { code, out, err } = await run(files, options);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(message);
    const { error, problems } = JSON.parse((await run(files, { ...options, json: true })).out) as {
      error: string;
      problems: unknown[];
    };
    expect(err).toBe(`error: ${error}\n`);
    expect(problems).toEqual([]);
  });
});

it("runs without Pulumi's SDK, which takes most of the time of a preview", () => {
  const file = at("check.js");
  compileTo(file, join(__dirname, "../../../cli/check/check.ts"));
  expect(readFileSync(file, "utf8")).not.toMatch(/require\("@pulumi/);
});
