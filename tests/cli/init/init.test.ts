import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import Ajv from "ajv";
import fc from "fast-check";
import { checkStack } from "../../../cli/check/check-stack";
import { optionOf, QUESTIONS, type Answers } from "../../../cli/init/answers";
import { init, type InitOptions } from "../../../cli/init/init";
import { projectOf } from "../../../cli/project/project";
import { stackName } from "../../../cli/project/stack-name";
import { yamlMap } from "../../../cli/project/yaml-text";
import instancesSchema from "../../../config/instances.schema.json";
import packageJson from "../../../package.json";
import { testFolder } from "../env/folder";
import { testStreams } from "../streams";
import { COMPLETE } from "./complete";

const at = testFolder();
const MASTODON = new Map(COMPLETE).get("mastodon-aws-none")!;
const MASTODON_R2 = new Map(COMPLETE).get("mastodon-r2-r2")!;

async function run(
  options: Partial<InitOptions>,
  answer?: string,
): Promise<{ code: number; out: string; err: string }> {
  const streams = testStreams(answer === undefined ? {} : { answer });
  const code = await init({ cwd: at(), project: "acme-media", ...options }, streams, packageJson);
  return { code, ...streams.said };
}

const files = (): string[] => readdirSync(at()).sort();
const text = (file: string): string => readFileSync(at(file), "utf8");

describe.each(COMPLETE)("for %s", (name, answers) => {
  const golden = join(__dirname, "golden", `${name}.txt`);

  it("writes the files and prints the next steps as they are in golden/", async () => {
    const { code, out, err } = await run(answers);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const folder = relative(process.cwd(), at());
    const all = ["Pulumi.yaml", "Pulumi.prod.yaml"].map((file) => `# ${file}\n${text(file)}`).join("\n");
    const printed = out.replaceAll(`${folder}/`, "").replace(`  cd ${folder}\n`, "");
    const result = `${all}\n# printed\n${printed}`;
    // After a change: `UPDATE_INIT=1 npx jest tests/cli/init`. Review the difference.
    if (process.env["UPDATE_INIT"] === "1") writeFileSync(golden, result);
    expect(result).toBe(readFileSync(golden, "utf8"));
  });

  it("writes a file without problems, and with no warning that another answer would avoid", async () => {
    await run(answers);
    for (const message of warnings())
      expect({ message, isUnavoidable: UNAVOIDABLE.some((one) => one.test(message)) }).toEqual({
        message,
        isUnavoidable: true,
      });
  });

  it("writes a file that the editor's schema accepts", async () => {
    await run(answers);
    const { config } = yamlMap(text("Pulumi.prod.yaml"), "file") as { config: Record<string, unknown> };
    // Not strict, because editors read more keywords than JSON Schema has.
    const validate = new Ajv({ strict: false }).compile(instancesSchema);
    validate(config["acme-media:instances"]);
    expect(validate.errors).toBeNull();
  });

  it("asks at a terminal for the same values, and writes the same files", async () => {
    await run(answers);
    const [byOptions, project] = [text("Pulumi.prod.yaml"), text("Pulumi.yaml")];
    mkdirSync(at("asked"));
    // The only choice is not asked for.
    const asked = QUESTIONS.filter(({ choices }) => choices?.(answers).length !== 1);
    const typed = asked.flatMap(({ name: key }) => answers[key] ?? []).join("\n");
    const { code } = await run({ cwd: at("asked") }, `${typed}\n`);
    expect(code).toBe(0);
    expect([text("asked/Pulumi.prod.yaml"), text("asked/Pulumi.yaml")]).toEqual([byOptions, project]);
  });

  it.each(Object.keys(answers) as (keyof Answers)[])(
    "needs --%s, or has a default for it",
    async (missing) => {
      const others = { ...answers, [missing]: undefined };
      const { code, err } = await run(others);
      // The only possible host is the default.
      const isDefault =
        ["none", "r2"].includes(answers.mediaHost ?? "") || name === "mastodon-garage-external";
      if (missing === "mediaHost" && isDefault) expect(code).toBe(0);
      else {
        // Without a media host the options of one are not used.
        const named = missing === "mediaHost" ? "mediaHostname" : missing;
        expect(code).toBe(1);
        expect(err).toContain(`\n  ${optionOf(named)}: `);
        expect(files()).toEqual([]);
      }
    },
  );
});

/** The warnings of the written file, of which nothing is a problem. Secrets are set later. */
function warnings(): string[] {
  const findings = checkStack(projectOf(at()), stackName("prod", "test"), { secrets: new Set() });
  const others = findings.filter(({ path }) => !path.endsWith("SecretAccessKey"));
  expect(others.filter(({ severity }) => severity === "error")).toEqual([]);
  if (others.length < findings.length) {
    const secret = "\n  acme-media:" + /acme-media:(\w+SecretAccessKey)/.exec(findings[0]!.path)![1]!;
    writeFileSync(at("Pulumi.prod.yaml"), `${text("Pulumi.prod.yaml").trimEnd()}${secret}: { secure: x }\n`);
    return warnings();
  }
  return others.map(({ message }) => message);
}

/** What no answer changes: duties of the operator, and what the store or the host cannot do. */
const UNAVOIDABLE = [
  /^R2 itself deletes the parts of unfinished uploads /,
  /^Your own (proxy|CDN) serves /,
  /^A file that the app deletes is gone for everybody at /,
  /^Mastodon removes an attachment from the cache of /,
  /^Whoever has the URL of a media file can read it /,
  /^Private bucket \(step 2 of 2\): /,
  /^The library cannot manage lifecycle rules on (Ceph|Garage|Hetzner|Wasabi)/,
  /^Wasabi (answers reads without a signature only|charges for each file)/,
  /^Each key of a Hetzner project can do everything with all buckets of the project/,
  /^The bucket .* must exist, because bucketSource is "existing"/,
  /^The library cannot grant the key of writer\.given its permissions on Garage: /,
  /^Garage cannot refuse plain http: /,
  /^Garage's web endpoint serves every object of the bucket /,
  /^R2 itself deletes the parts of unfinished uploads only after 7 days/,
  /^The protocol endpoint .* gets a new key pair/,
  /^Cloudflare creates the DNS record of .* itself, and refuses a hostname that has a record/,
  /^On Cloudflare's Free plan all Workers of an account together answer 100,000 requests a day/,
  /^REGION changes to .* Clients of the protocol endpoint must sign for this region/,
];

describe("the instance and the project", () => {
  it.each([
    ["social.example", "social"],
    ["my-social.example", "mastodon"],
    ["1st.example", "mastodon"],
  ])("the instance of %s is %s", async (domain, instance) => {
    await run({ ...MASTODON, domain });
    expect(text("Pulumi.prod.yaml")).toContain(`\n    ${instance}:\n      mastodon:`);
  });

  it("has the name of the folder, if no other is given", async () => {
    const cwd = at("My media (new)");
    mkdirSync(cwd);
    const streams = testStreams();
    expect(await init({ ...MASTODON, cwd }, streams, packageJson)).toBe(0);
    expect(text("My media (new)/Pulumi.yaml")).toContain("\nname: My-media-new\n");
    expect(text("My media (new)/Pulumi.prod.yaml")).toContain("\n  My-media-new:instances:\n");
  });

  it("keeps a name that YAML would read as something else", async () => {
    await run({ ...MASTODON, project: "no" });
    expect(projectOf(at()).name).toBe("no");
    expect(text("Pulumi.yaml")).toContain('name: "no"');
  });

  it("finds a package that is installed above the folder, as in a workspace of npm", async () => {
    mkdirSync(at("node_modules/media-storage"), { recursive: true });
    writeFileSync(at("node_modules/media-storage/package.json"), "{}");
    mkdirSync(at("stacks/media"), { recursive: true });
    await run({ ...MASTODON, cwd: at("stacks/media") });
    expect(text("stacks/media/Pulumi.yaml")).toContain(
      "main: ../../node_modules/media-storage/dist/index.js\n",
    );
    expect(text("stacks/media/Pulumi.prod.yaml")).toContain(
      "$schema=../../node_modules/media-storage/stack.schema.json\n",
    );
  });
});

describe("the next steps in another folder", () => {
  const next = (out: string): string[] =>
    out
      .split("Next:\n")[1]!
      .split("\n")
      .map((line) => line.trim());

  beforeEach(() => mkdirSync(at("stacks")));

  it("begin with the change to it", async () => {
    const { out } = await run({ ...MASTODON, cwd: at("stacks") });
    expect(next(out)[0]).toBe(`cd ${relative(process.cwd(), at("stacks"))}`);
    expect(next(out)[1]).toMatch(/^npm install '/);
  });

  it("make it a package, because npm would install into a package above it", async () => {
    writeFileSync(at("package.json"), "{}");
    const { out } = await run({ ...MASTODON, cwd: at("stacks") });
    expect(next(out)[1]).toBe("npm init -y");
    writeFileSync(at("stacks/package.json"), "{}");
    const own = await run({ ...MASTODON, cwd: at("stacks"), stack: "test" });
    expect(next(own.out)[1]).toMatch(/^npm install '/);
  });

  it("install nothing where the package is installed above it", async () => {
    mkdirSync(at("node_modules/media-storage"), { recursive: true });
    writeFileSync(at("node_modules/media-storage/package.json"), "{}");
    writeFileSync(at("package.json"), JSON.stringify({ dependencies: { "media-storage": "1" } }));
    const { out } = await run({ ...MASTODON, cwd: at("stacks") });
    expect(next(out)[1]).toBe("pulumi stack init prod");
  });
});

describe("a folder below a project", () => {
  beforeEach(() => {
    writeFileSync(at("Pulumi.yaml"), "name: acme\nruntime: nodejs\n");
    mkdirSync(at("stacks/media"), { recursive: true });
  });

  it("is refused, because every other command would use the project above", async () => {
    const streams = testStreams();
    expect(await init({ ...MASTODON, cwd: at("stacks/media") }, streams, packageJson)).toBe(1);
    expect(streams.said.err).toContain(
      `The folder ${at("stacks/media")} has no Pulumi.yaml, but ${at("Pulumi.yaml")} is above it; ` +
        `set --cwd to ${at(".")} to add the stack to that project, or --project to the name of a new one in this folder`,
    );
    expect(readdirSync(at("stacks/media"))).toEqual([]);
  });

  it("gets a project of its own with --project", async () => {
    expect((await run({ ...MASTODON, cwd: at("stacks/media") })).code).toBe(0);
    expect(text("stacks/media/Pulumi.yaml")).toContain("name: acme-media\n");
  });
});

describe("a folder with a project", () => {
  const settings = "name: acme\nruntime: nodejs\nmain: node_modules/media-storage/dist/index.js\n";

  it("gets a stack file only, in its folder for stack files", async () => {
    writeFileSync(at("Pulumi.yaml"), `${settings}stackConfigDir: stacks\n`);
    expect(await run({ ...MASTODON, project: "acme" })).toMatchObject({ code: 0, err: "" });
    expect(text("Pulumi.yaml")).toBe(`${settings}stackConfigDir: stacks\n`);
    expect(text("stacks/Pulumi.prod.yaml")).toContain(
      "$schema=../node_modules/media-storage/stack.schema.json\n",
    );
    expect(text("stacks/Pulumi.prod.yaml")).toContain("\n  acme:instances:\n");
  });

  it("keeps its stack file, and the lines to add are printed", async () => {
    writeFileSync(at("Pulumi.yaml"), settings);
    const existing = "config:\n  acme:instances:\n    art: { mastodon: {} }\n";
    writeFileSync(at("Pulumi.prod.yaml"), existing);
    const { code, err } = await run({ ...MASTODON, project: "acme" });
    expect(code).toBe(1);
    expect(err).toContain(
      "Pulumi.prod.yaml exists already with the instance art, and `init` never changes a file",
    );
    const [, lines = ""] = err.split("\n\n");
    expect(text("Pulumi.prod.yaml")).toBe(existing);
    // What is printed works when it is pasted.
    writeFileSync(at("Pulumi.prod.yaml"), `config:\n  acme:instances:\n${lines}`);
    expect(checkStack(projectOf(at()), stackName("prod", "test"), { secrets: new Set() })).toEqual([]);
    expect((await run({ ...MASTODON, project: "acme" })).err).toContain(
      "choose another name with --instance",
    );
  });

  it.each([
    ["a program of its own", { "Pulumi.yaml": "name: acme\nruntime: nodejs\n" }, /runs a program of its own/],
    ["another name", { "Pulumi.yaml": settings }, /--project: .* is the project acme; remove the option/],
    [
      "a Pulumi.json",
      {
        "Pulumi.json": JSON.stringify({
          name: "acme-media",
          runtime: "nodejs",
          main: "node_modules/media-storage/dist/index.js",
        }),
      },
      /in YAML only/,
    ],
  ])("is refused with %s", async (_, existing, message) => {
    for (const [file, content] of Object.entries(existing)) writeFileSync(at(file), content);
    const { code, err } = await run(MASTODON);
    expect(code).toBe(1);
    expect(err).toMatch(message);
    expect(files()).toEqual(Object.keys(existing));
  });
});

describe("nothing is written", () => {
  it.each([
    [
      "a stack file without a project",
      () => writeFileSync(at("Pulumi.prod.yaml"), "x: 1\n"),
      /exists already/,
    ],
    ["a link that leads nowhere", () => symlinkSync("nowhere", at("Pulumi.prod.yaml")), /exists already/],
    ["a folder of that name", () => mkdirSync(at("Pulumi.prod.yaml")), /not a regular file|exists already/],
  ])("beside %s", async (_, make, message) => {
    make();
    const before = files();
    const { code, out, err } = await run(MASTODON);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(message);
    expect(files()).toEqual(before);
    expect(existsSync(at("nowhere"))).toBe(false);
  });

  it("into a folder that cannot be written", async () => {
    mkdirSync(at("locked"));
    chmodSync(at("locked"), 0o500);
    // root may write everywhere
    if (process.getuid?.() === 0) return;
    const { code, err } = await run({ ...MASTODON, cwd: at("locked") });
    expect(code).toBe(1);
    expect(err).toContain("cannot be written (EACCES), so nothing was written");
  });

  it.each<[string, { [K in keyof InitOptions]?: string | undefined }, string[]]>([
    [
      "every problem",
      {
        ...MASTODON,
        domain: "social",
        bucket: "My_Bucket",
        region: "nowhere",
        appVersion: "3",
        stack: "a b",
      },
      ["--domain", "--bucket", "--region", "--app-version", "--stack"],
    ],
    ["a region that is probably misspelled", { ...MASTODON, region: "eu-centrl-1" }, ["--region"]],
    [
      "every problem beside missing options",
      { app: "mastodon", domain: "https://social.example/", store: "aws", bucket: "Social" },
      ["--domain", "--bucket", "--app-version", "--region", "--stack"],
    ],
    ["an empty value", { ...MASTODON, region: "", bucket: "" }, ["--region", "--bucket"]],
    [
      "an option that is not used beside a missing one",
      { ...MASTODON, endpoint: "https://s3.example", stack: undefined },
      ["--endpoint", "--stack"],
    ],
    ["an impossible choice", { ...MASTODON, app: "pixelfed", store: "r9" }, ["--app", "--store"]],
    ["an option that is not used", { ...MASTODON, endpoint: "https://s3.example" }, ["--endpoint"]],
    ["the names", { ...MASTODON, instance: "My-media", project: "a b" }, ["--project", "--instance"]],
    [
      "CloudFront in front of Ceph",
      { ...new Map(COMPLETE).get("mastodon-ceph-none"), mediaHost: "cloudfront" },
      ["--media-host"],
    ],
    ["a Worker in front of a bucket on AWS", { ...MASTODON, mediaHost: "r2" }, ["--media-host"]],
    ["Mastodon on R2 without a media host", { ...MASTODON_R2, mediaHost: "none" }, ["--media-host"]],
    [
      "a public host for authentik's private files",
      { ...new Map(COMPLETE).get("authentik-r2-none"), mediaHost: "r2" },
      ["--media-host"],
    ],
    ["a zone that is not at Cloudflare", { ...MASTODON_R2, zoneId: "Z0123456789ABCDEFGHIJ" }, ["--zone-id"]],
    ["a zone of another hostname", { ...MASTODON_R2, zoneName: "other.example" }, ["--media-hostname"]],
  ])("if answers are wrong; %s is reported with its option", async (_, given, expected) => {
    const { code, err } = await run(given as Answers);
    expect(code).toBe(1);
    const options = [...err.matchAll(/^ {2}(--[a-z-]+): /gm)].map(([, option]) => option);
    expect([...new Set(options)].sort()).toEqual(expected.sort());
    expect(files()).toEqual([]);
  });

  it("if the input ends at a question", async () => {
    const { code, err } = await run({}, "mastodon\nsocial.example\n");
    expect(code).toBe(1);
    expect(err).toMatch(/The input ended before all questions were answered; nothing was written\n$/);
    expect(files()).toEqual([]);
  });
});

describe("at a terminal", () => {
  /** The questions that were asked, without the first line, and what was said between them. */
  async function dialogue(given: Partial<InitOptions>, ...typed: string[]): Promise<string[]> {
    const { err } = await run(given, `${typed.join("\n")}\n`);
    const pieces = err.match(/ {2}.*\n|.*?\? (?:\[.*?\] )?|.+\n/g) ?? [];
    return pieces.map((piece) => piece.trimEnd());
  }
  const known = (...unknown: (keyof Answers)[]): Answers =>
    Object.fromEntries(Object.entries(MASTODON).filter(([name]) => !unknown.includes(name as keyof Answers)));

  it.each<[keyof Answers, string, string, RegExp]>([
    ["app", "pixelfed", "mastodon", /"pixelfed" is not possible; use mastodon or/],
    [
      "domain",
      "https://social.example/",
      "social.example",
      /contains a scheme; change it to "social.example"/,
    ],
    ["appVersion", "nightly", "4.5", /^ {2}"nightly" is not a version; set one such as "4\.\d+"$/],
    ["appVersion", "3.1", "4.5", /is older than 4\.0/],
    ["region", "eu-centrl-1", "eu-central-1", /did you mean "eu-central-1"\?/],
    ["region", "", "eu-central-1", /^ {2}is empty; set it$/],
    ["bucket", "Social", "social-media", /contains capitals/],
    ["stack", "a b", "prod", /"a b" is not the name of a stack/],
  ])("asks for %s again after %j, before the next question", async (name, wrong, right, message) => {
    const [, first, said, second, ...others] = await dialogue(known(name), wrong, right);
    expect(said).toMatch(message);
    expect(second).toBe(first);
    expect(others).toEqual([]);
    expect([...files(), ...files().map(text)].join("\n")).toContain(right);
  });

  it.each(["authentik", "supabase"])("asks %s for a hostname in words of the question", async (app) => {
    const [, , said] = await dialogue({ app }, "https://id.example/", "id.example");
    expect(said).toBe('  "https://id.example/" contains a scheme; change it to "id.example"');
  });

  it("suggests no answer that it would refuse", async () => {
    const domain = `${"a".repeat(60)}.example`;
    const [, bucket] = await dialogue({ ...known("bucket"), domain }, "social-media");
    expect(bucket).toBe("The name of the new bucket?");
  });

  it("refuses wrong options before it asks anything", async () => {
    const { code, err } = await run({ ...known("stack"), region: "nowhere", bucket: "Social" }, "prod\n");
    expect(code).toBe(1);
    expect(err).toMatch(/^error: 2 problems; nothing was written\.\n {2}--bucket: .*\n {2}--region: /);
  });

  it("says which options the answers make superfluous, and ignores them", async () => {
    const [, , said] = await dialogue({ ...known("store"), endpoint: "https://s3.example" }, "aws");
    expect(said).toBe("  --endpoint is not used with the other answers, so it is ignored.");
    expect(text("Pulumi.prod.yaml")).not.toContain("s3.example");
  });

  it("asks again after an answer that does not go with an option, and names the option", async () => {
    const host = { mediaHost: "external", mediaHostname: "media.example", purge: "no" };
    const [, , said, again] = await dialogue(
      { ...known("domain"), ...host },
      "media.example",
      "social.example",
    );
    expect(said).toMatch(/^ {2}--media-hostname: "media.example" is the host of the web client/);
    expect(again).toMatch(/^The hostname of the web client/);
    expect(text("Pulumi.prod.yaml")).toContain("webDomain: social.example\n");
  });
});

describe("how a proxy treats authentik's signed requests", () => {
  const complete = Object.entries(new Map(COMPLETE).get("authentik-ceph-external")!);
  const onCeph = Object.fromEntries(
    complete.filter(([key]) => key !== "signing" && key !== "stack"),
  ) as Answers;

  it.each([
    ["2026.5", "preserve-host (it keeps the Host header and the path), cdn", "preserve-host"],
    ["2025.10", "rewrite-host (it names the store in the Host header), cdn", "rewrite-host"],
  ])("asks in %s only for what the version allows, and suggests it", async (appVersion, asked, taken) => {
    const { code, err } = await run({ ...onCeph, appVersion }, "\n\n");
    expect(code).toBe(0);
    expect(err).toContain(`signed requests: ${asked} (`);
    expect(text("Pulumi.prod.yaml")).toContain(`external: { signing: ${taken}`);
  });

  it("refuses another one, and names the possible ones", async () => {
    const { err } = await run({ ...onCeph, appVersion: "2026.5", signing: "rewrite-host", stack: "prod" });
    expect(err).toContain('--signing: "rewrite-host" is not possible; use preserve-host or cdn');
  });
});

it("names the region that is probably meant", async () => {
  const { err } = await run({ ...MASTODON, region: "eu-centrl-1" });
  expect(err).toContain(
    '--region: is "eu-centrl-1"; did you mean "eu-central-1"? If the value is right, use "eu-central-1" here, and change it in the new file',
  );
});

/** Text that may be wrong for every rule. */
const anything = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom("no", "null", "1.10", "~", "a: b", "# x", "'", '"', "{", "social.example", "*.a.b", "\n"),
);

it("either writes files whose settings are the answers, or refuses and writes nothing", async () => {
  let written = 0;
  let count = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...COMPLETE.map(([, answers]) => answers)),
      fc.constantFrom(...QUESTIONS.map(({ name }) => name), "instance" as const),
      anything,
      fc.stringMatching(/^[a-z]{1,12}$/),
      async (answers, changed, value, label) => {
        const cwd = at(`case${count++}`);
        mkdirSync(cwd);
        const isKnown = answers[changed] !== undefined;
        const good = { ...answers, bucket: `${label}-media`, domain: `${label}.example` };
        const { code, out, err } = await run({ ...good, ...(isKnown && { [changed]: value }), cwd });
        if (code === 1) {
          expect(readdirSync(cwd)).toEqual([]);
          expect(out).toBe("");
          expect(err).toMatch(/^error: /);
          return;
        }
        written++;
        const [file = ""] = readdirSync(cwd).filter((name) => name !== "Pulumi.yaml");
        const stack = file.slice("Pulumi.".length, -".yaml".length);
        const findings = checkStack(projectOf(cwd), stackName(stack, "test"), { secrets: new Set() });
        const errors = findings.filter(
          ({ severity, code: which }) => severity === "error" && which !== "config-key-missing",
        );
        expect(errors).toEqual([]);
      },
    ),
    { numRuns: 400 },
  );
  expect(written).toBeGreaterThan(50);
});
