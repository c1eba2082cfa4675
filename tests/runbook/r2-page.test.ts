/** The commands of docs/cloudflare-r2.md that ask the media host or R2's S3 API. */
import { execFile, execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { promisify } from "node:util";
import { docPage } from "../doc-page";
import { startR2Front } from "../e2e/servers/r2-front";
import { WorkerStage } from "../hosts/r2-worker/worker-stage";
import { describeOnRgw } from "./on-rgw";

const { blocks, commands } = docPage("cloudflare-r2.md");
const TIMEOUT_MS = 120_000;

/** Types lines as the operator does, with the address of the tests in place of the one that the page shows. */
async function type(lines: string[], [shown, address]: [string, string], env: object = {}): Promise<string> {
  const script = lines.join("\n");
  expect(script).toContain(shown);
  const typed = script.replaceAll(shown, address);
  const options = { cwd: tmpdir(), env: { ...process.env, ...env }, timeout: TIMEOUT_MS };
  return (await promisify(execFile)("bash", ["-c", typed], options)).stdout;
}

test("a shell can read every block", () => {
  for (const block of blocks("sh")) execFileSync("bash", ["-n"], { input: block });
});

test("a test knows the program of every command of the page", () => {
  const programs = commands("").map((line) => /^(KEY=|\w+)/.exec(line)?.[0]);
  expect([...new Set(programs)].sort()).toEqual(["KEY=", "aws", "curl", "export", "npm", "pulumi"]);
});

describeOnRgw(["aws", "curl"], "docs/cloudflare-r2.md", (server) => {
  test(
    "the checks of Mastodon's host print what the page says",
    async () => {
      const host = await WorkerStage.start({ settings: { hosts: ["127.0.0.1"] } });
      try {
        const key = "accounts/avatars/1.png";
        await host.put(key, "avatar");
        const hostUrl = await host.url();
        const lines = commands("curl").filter((line) => line.includes("https://files.social.example"));
        const print = (line: string): Promise<string> =>
          type(
            [`KEY=${key}`, `${line.replace(/#.*/, "")} || true`],
            ["https://files.social.example/", hostUrl],
          );
        const answers = [];
        for (const line of lines) answers.push(await print(line));
        const [headers = "", ...rest] = answers;
        expect(headers).toMatch(/^HTTP\/1.1 200 /);
        expect(headers.toLowerCase()).toContain("\r\naccess-control-allow-origin: *\r\n");
        expect(rest.map((answer) => answer.trim())).toEqual(
          lines.slice(1).map((line) => /# (\d+)$/.exec(line)?.[1]),
        );
      } finally {
        await host.stop();
      }
    },
    TIMEOUT_MS,
  );

  test(
    "the bucket is emptied with the app's key",
    async () => {
      const { s3, rgw } = server;
      const bucket = "social-example-media";
      await s3.must(rgw.root, { method: "PUT", bucket });
      for (const key of ["accounts/a.png", "backups/b.zip"])
        await s3.must(rgw.root, { method: "PUT", bucket, key, body: key });
      const front = await startR2Front(rgw, bucket);
      try {
        const { accessKeyId, secretAccessKey } = front.writer;
        const key = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
        const lines = commands("aws");
        const shown = "https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com";
        await type(lines, [shown, front.url], { ...key, AWS_CA_BUNDLE: rgw.ca });
        const left = await s3.must(rgw.root, { method: "GET", bucket, query: "list-type=2" });
        expect(left.text).toContain("<KeyCount>0</KeyCount>");
        expect(front.refused).toEqual([]);
      } finally {
        await front.stop();
      }
    },
    TIMEOUT_MS,
  );
});
