/** `media-storage env --into` without a stack: no Pulumi, no project. */
import { PassThrough } from "node:stream";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { parse } from "dotenv";
import { env, type EnvOptions } from "../../../cli/env/env";
import { dotenv } from "../../../env/formats/dotenv";
import { entry, secret } from "../../env/values";
import { testFolder } from "./folder";

const at = testFolder();
const BLOCK = dotenv("Media storage of social.example in the bucket social-media", [
  entry("S3_ENABLED", "true"),
  entry("S3_BUCKET", "social-media"),
  entry("S3_PERMISSION", "", "Empty, not missing."),
  secret("AWS_ACCESS_KEY_ID", "AKIANEW"),
  secret("AWS_SECRET_ACCESS_KEY", "canary-new"),
]);
const FILE = `LOCAL_DOMAIN=social.example
SMTP_PASSWORD=canary-mail
S3_BUCKET=old
S3_ENDPOINT=https://old.example
S3_RETRY_LIMIT=3
`;

interface Result {
  code: number;
  out: string;
  err: string;
}

interface Given extends Partial<EnvOptions> {
  instance?: string;
  input?: string;
  noFile?: boolean;
}

async function run(options: Given): Promise<Result> {
  const said = { out: "", err: "" };
  const stream = (name: keyof typeof said): NodeJS.WriteStream =>
    new PassThrough().on("data", (text) => {
      said[name] += String(text);
    }) as unknown as NodeJS.WriteStream;
  const stdin = new PassThrough();
  stdin.end(options.input ?? "");
  const code = await env(
    options.instance,
    {
      stack: "dev",
      cwd: "/nowhere",
      yes: true,
      ...(options.noFile !== true && { into: at(".env.production") }),
      ...options,
    },
    {
      stdin: stdin as unknown as NodeJS.ReadStream,
      stdout: stream("out"),
      stderr: stream("err"),
      env: {},
      secrets: new Set(),
    },
  );
  const plain = (text: string): string => text.replaceAll(`${at()}/`, "").replace(/\d{8}T\d{9}Z/g, "TIME");
  return { code, out: plain(said.out), err: plain(said.err) };
}

const read = (name = ".env.production"): string => readFileSync(at(name), "utf8");
const files = (): string[] => readdirSync(at()).sort();

beforeEach(() => {
  writeFileSync(at(".env.production"), FILE, { mode: 0o600 });
  writeFileSync(at("social.env"), BLOCK, { mode: 0o600 });
});

describe("env --into FILE --from BLOCK", () => {
  test("puts a printed block into the file by the rules of its app, and keeps the old file", async () => {
    const { code, out, err } = await run({ from: at("social.env") });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).not.toContain("canary");
    expect(out).toContain("+S3_ENABLED=true\n");
    expect(out).toContain("S3_ENDPOINT is removed. On AWS the SDK finds its own");
    expect(out).toContain("\n  systemctl restart mastodon-web mastodon-sidekiq ");
    expect(parse(read())).toEqual({
      LOCAL_DOMAIN: "social.example",
      SMTP_PASSWORD: "canary-mail",
      S3_RETRY_LIMIT: "3",
      S3_ENABLED: "true",
      S3_BUCKET: "social-media",
      S3_PERMISSION: "",
      AWS_ACCESS_KEY_ID: "AKIANEW",
      AWS_SECRET_ACCESS_KEY: "canary-new",
    });
    const backup = files().find((name) => name.includes(".before-s3-")) ?? "";
    expect(read(backup)).toBe(FILE);
    expect(await run({ from: at("social.env") })).toMatchObject({
      code: 0,
      out: "Nothing needs to change in .env.production.\n",
    });
    expect(await run({ restore: true })).toMatchObject({ code: 0 });
    expect(read()).toBe(FILE);
  });

  test("takes a large file in linear time: each of these would not end within the limit if lines were compared in pairs", async () => {
    const many = Array<string>(200_000);
    writeFileSync(at(".env.production"), many.fill("# media-storage: x").join("\n") + "\nS3_BUCKET=old\n");
    const { out } = await run({ from: at("social.env") });
    expect(out.split("\n").filter((line) => line.startsWith("-"))).toHaveLength(1000);
    expect(out).toMatch(/\n\d{6} more lines change and are not shown: add --all-changes to show them/);
    writeFileSync(at(".env.production"), many.fill("S3_BUCKET=old").join("\n"));
    expect((await run({ from: at("social.env") })).code).toBe(0);
    expect(parse(read())["S3_BUCKET"]).toBe("social-media");
  });

  test("warns by the rules of the app", async () => {
    writeFileSync(at(".env.production"), FILE.replace("social", "other"));
    expect((await run({ from: at("social.env") })).err).toContain("The file is for other.example");
  });

  test("takes the block from standard input, and writes only with --yes", async () => {
    expect((await run({ from: "-", input: BLOCK, yes: false })).code).toBe(2);
    expect(read()).toBe(FILE);
    expect((await run({ from: "-", input: BLOCK })).code).toBe(0);
    expect(parse(read())["S3_BUCKET"]).toBe("social-media");
  });

  test("sets a few lines, and takes nothing out for their sake", async () => {
    expect((await run({ from: "-", input: "S3_ENABLED=false\n" })).code).toBe(0);
    expect(read()).toBe(`${FILE.replace("S3_ENDPOINT", "S3_ENDPOINT")}\nS3_ENABLED=false\n`);
  });

  test("leaves the comments of a block alone where it sets a few of its lines", async () => {
    await run({ from: at("social.env") });
    const before = read();
    await run({ from: "-", input: "S3_PERMISSION=public-read\n" });
    expect(read()).toBe(before.replace("S3_PERMISSION=", "S3_PERMISSION=public-read"));
  });

  test("takes the variables of the block out again with --remove, and no others", async () => {
    await run({ from: at("social.env") });
    const { code, out } = await run({ from: at("social.env"), remove: true });
    expect(code).toBe(0);
    expect(out).not.toContain("canary");
    expect(out).toContain("\nS3_ENABLED is removed.\n");
    expect(read()).toBe("LOCAL_DOMAIN=social.example\nSMTP_PASSWORD=canary-mail\nS3_RETRY_LIMIT=3\n");
  });

  test("knows the app from the variables, or is told", async () => {
    writeFileSync(at("keys"), "AWS_ACCESS_KEY_ID=AKIA\nAWS_SECRET_ACCESS_KEY=canary\n");
    expect(await run({ from: at("keys") })).toEqual({
      code: 1,
      out: "",
      err: "error: keys: neither the title nor the variables show which app the block is for; set --app to one of: mastodon, authentik, supabase.\n",
    });
    const { code, out } = await run({ from: at("keys"), app: "mastodon" });
    expect(code).toBe(0);
    expect(out).not.toContain("canary");
    expect(parse(read())["AWS_SECRET_ACCESS_KEY"]).toBe("canary");
  });

  test("writes keys of Supabase from standard input without showing them", async () => {
    const { code, out, err } = await run({
      from: "-",
      input: "S3_PROTOCOL_ACCESS_KEY_ID=canary-id\nS3_PROTOCOL_ACCESS_KEY_SECRET=canary-secret\n",
    });
    expect(code).toBe(0);
    expect(out + err).not.toContain("canary");
    expect(parse(read())["S3_PROTOCOL_ACCESS_KEY_SECRET"]).toBe("canary-secret");
  });

  test.each<[string, Given, string]>([
    ["an instance", { from: "-", instance: "social" }, '"social" is read as an instance; remove it'],
    ["no file", { from: "-", noFile: true }, "need the file to change; pass --into FILE"],
    ["an unknown app", { from: "-", app: "constructor" }, '"constructor" is not an app'],
    ["a block without a line", { from: "-", input: "# a\n" }, "standard input: no line sets a variable"],
    ["--remove without a block", { remove: true }, "need a block; pass --from BLOCK"],
    ["a value with $", { from: "-", input: "S3_BUCKET=$A\n" }, "standard input: line 1 sets S3_BUCKET to"],
    ["a block that is not there", { from: "/nowhere/x" }, "/nowhere/x cannot be read"],
    ["what is no name", { unset: ["A=hunter2"] }, '--unset: "A=..." is not the name of a variable'],
    [
      "a list for what is no name",
      { append: ["A B=hunter2"] },
      '--append: "A B=..." is invalid; use NAME=item',
    ],
    [
      "to set and unset",
      { from: "-", input: "S3_BUCKET=a\n", unset: ["S3_BUCKET"] },
      "is also set by the block",
    ],
    ["a list without a name", { append: ["a"] }, '--append: "a" is invalid; use NAME=item'],
    ["an empty list", { append: ["A="] }, '--append: "A=" is invalid; use NAME=item'],
  ])("refuses %s, and says what to do", async (_, options, message) => {
    const { code, out, err } = await run(options);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain(message);
    expect(read()).toBe(FILE);
  });
});

describe("env --into FILE --unset NAME", () => {
  test("takes lines out and leaves every other byte", async () => {
    const { code, out } = await run({ unset: ["S3_BUCKET,S3_ENDPOINT", "NOT_THERE"] });
    expect(code).toBe(0);
    expect(out).toContain("-S3_BUCKET=old\n");
    expect(read()).toBe("LOCAL_DOMAIN=social.example\nSMTP_PASSWORD=canary-mail\nS3_RETRY_LIMIT=3\n");
    expect(await run({ unset: ["S3_BUCKET"] })).toMatchObject({
      out: "Nothing needs to change in .env.production.\n",
    });
  });

  test("shows no value of another variable", async () => {
    expect((await run({ unset: ["SMTP_PASSWORD"] })).out).not.toContain("canary");
  });
});

describe("env --into FILE --append NAME=item", () => {
  test("adds what is missing to a list, once", async () => {
    const append = ["EXTRA_MEDIA_HOSTS=https://a.example,https://b.example"];
    expect((await run({ append })).out).toContain("+EXTRA_MEDIA_HOSTS=https://a.example,https://b.example\n");
    expect((await run({ append: ["EXTRA_MEDIA_HOSTS=https://c.example,https://b.example"] })).code).toBe(0);
    expect(parse(read())["EXTRA_MEDIA_HOSTS"]).toBe("https://a.example,https://b.example,https://c.example");
    const before = read();
    expect((await run({ append })).out).toBe("Nothing needs to change in .env.production.\n");
    expect(read()).toBe(before);
  });

  test("adds to a list in quotes, and refuses one that refers to something else", async () => {
    writeFileSync(at(".env.production"), "EXTRA_MEDIA_HOSTS='https://a.example, https://b.example' # mine\n");
    await run({ append: ["EXTRA_MEDIA_HOSTS=https://c.example"] });
    expect(parse(read())["EXTRA_MEDIA_HOSTS"]).toBe("https://a.example,https://b.example,https://c.example");
    expect(read()).toContain("# mine\n");
    writeFileSync(at(".env.production"), "EXTRA_MEDIA_HOSTS=$HOSTS\n");
    const { code, err } = await run({ append: ["EXTRA_MEDIA_HOSTS=https://c.example"] });
    expect(code).toBe(1);
    expect(err).toContain("refers to another variable, so nothing can be added to it; change it by hand");
  });

  test.each(["constructor", "toString", "__proto__"])("takes %s for a name like any other", async (name) => {
    expect(await run({ append: [`${name}=a`] })).toMatchObject({ code: 0, err: "" });
    expect(read()).toContain(`\n${name}=a\n`);
    const { out } = await run({ append: [`${name}=b`] });
    expect(out).toContain("[not shown]");
    expect(read()).toContain(`\n${name}=a,b\n`);
  });

  test.each(["constructor", "__proto__"])("does not find %s where the file has none", async (name) => {
    expect((await run({ unset: [name] })).out).toBe("Nothing needs to change in .env.production.\n");
  });
});
