/** The commands of docs/cloudflare-r2.md that call Pulumi and this package, from the stack's file to the app's. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseDotenv } from "dotenv";
import { parse, stringify } from "yaml";
import { docPage } from "../doc-page";
import { projectProgram, projectRoot } from "./programs";
import { describeWithProvider } from "./providers";
import { startCloudflare, type Cloudflare } from "./servers/cloudflare";
import { typeLine } from "./type-line";
import { TestStack } from "./workspace";

const page = docPage("cloudflare-r2.md");

/** What stands for the installed command: that of this folder. */
const NPM = `npm() { [ "$1 $2 $3 $4" = "exec --no -- media-storage" ] && shift 4 && "${process.execPath}" "${join(projectRoot, "cli/media-storage.cjs")}" "$@"; }`;

interface StackFile {
  config: { "media-storage:instances": Record<string, object> };
}

describeWithProvider("cloudflare", "docs/cloudflare-r2.md, typed from top to bottom", () => {
  let cloudflare: Cloudflare;
  let stack: TestStack;
  let ids: [shown: string, own: string][];
  beforeAll(async () => {
    cloudflare = await startCloudflare();
    ids = [
      ["0123456789abcdef0123456789abcdef", cloudflare.account.id],
      ["fedcba9876543210fedcba9876543210", cloudflare.createZone("social.example").id],
    ];
    // The token is in the config, as the page says. Nothing listens where AWS would be.
    stack = await TestStack.create(projectProgram, "http://127.0.0.1:9", {
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      CLOUDFLARE_BASE_URL: cloudflare.url,
    });
  });
  afterAll(async () => {
    stack.discard();
    await cloudflare.stop();
  });

  const withOwnIds = (text: string): string =>
    ids.reduce((replaced, [shown, own]) => replaced.replaceAll(shown, own), text);
  const instancesOf = (file: string): Record<string, object> =>
    (parse(file) as StackFile).config["media-storage:instances"];
  const stackFile = (): string => join(stack.folder, "Pulumi.prod.yaml");

  /** Types the one command that begins like this; `confirmed` are options that answer its question. */
  function type(beginning: string, confirmed = "", answer = ""): Promise<string> {
    const [line = "", ...more] = page.commands(beginning);
    expect([beginning, more]).toEqual([beginning, []]);
    return typeLine(`${NPM}; ${withOwnIds(line)}${confirmed}`, stack.folder, stack.env, answer);
  }

  it("creates the buckets of the three apps, and gives Mastodon its key", async () => {
    await type("npm exec --no -- media-storage init");
    const examples = page.blocks("yaml").map((block) => instancesOf(withOwnIds(block)));
    expect(examples.flatMap(Object.keys)).toEqual(["social", "login", "files"]);
    const written = readFileSync(stackFile(), "utf8");
    expect(instancesOf(written)).toEqual(examples[0]);
    const { config, ...rest } = parse(written) as StackFile;
    const instances = Object.assign({}, ...examples) as Record<string, object>;
    writeFileSync(
      stackFile(),
      stringify({ ...rest, config: { ...config, "media-storage:instances": instances } }),
    );

    expect(await type("npm exec --no -- media-storage preview")).toMatch(/\d+ resources to create/);
    await type("pulumi stack init");
    await type("pulumi config set", "", cloudflare.token);
    expect(readFileSync(stackFile(), "utf8")).not.toContain(cloudflare.token);
    await type("pulumi up", " --yes");
    const { account } = cloudflare;
    expect([...account.buckets.values()].map(({ name }) => name).sort()).toEqual([
      "login-example-files",
      "social-example-media",
      "supabase-example-files",
    ]);
    expect([...account.workerDomains.values()].map(({ hostname }) => hostname)).toEqual([
      "files.social.example",
    ]);

    const settings = join(stack.folder, ".env.production");
    writeFileSync(settings, "LOCAL_DOMAIN=social.example\n", { mode: 0o600 });
    await type("npm exec --no -- media-storage env", " --yes");
    const { AWS_ACCESS_KEY_ID = "", S3_ALIAS_HOST } = parseDotenv(readFileSync(settings, "utf8"));
    expect(account.tokens.has(AWS_ACCESS_KEY_ID)).toBe(true);
    expect(S3_ALIAS_HOST).toBe("files.social.example");
  });
});
