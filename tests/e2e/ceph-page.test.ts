/** The commands of docs/ceph.md that call Pulumi, from the users on the gateway to an upload of the app. */
import { spawn } from "node:child_process";
import { parse } from "yaml";
import { describeWithEngine } from "./engine";
import { NO_AWS } from "./environment";
import { projectProgram } from "./programs";
import { TestStack } from "./workspace";
import { blocks, commands } from "../rgw/ceph-page";
import type { Credentials } from "../rgw/client";
import { S3 } from "../rgw/s3";
import { describeWithRgw, startRgw, type Rgw } from "../rgw/server";

/** Types a line into a shell, and what it asks for into its input. */
function type(line: string, cwd: string, env: NodeJS.ProcessEnv, answer = ""): Promise<string> {
  const shell = spawn("bash", ["-c", line], { cwd, env: { ...process.env, ...env } });
  let [stdout, stderr] = ["", ""];
  shell.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  shell.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  shell.stdin.end(answer);
  return new Promise((resolve, reject) => {
    shell.on("error", reject);
    shell.on("exit", (code) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`${line}: ${stdout}${stderr}`));
    });
  });
}

describeWithRgw("docs/ceph.md", () => {
  describeWithEngine("typed from top to bottom", () => {
    let rgw: Rgw;
    let stack: TestStack;
    beforeAll(async () => {
      rgw = await startRgw();
      stack = await TestStack.create(projectProgram, NO_AWS, { AWS_CA_BUNDLE: rgw.ca });
    });
    afterAll(async () => {
      await stack.dispose();
      await rgw.stop();
    });

    it("makes a bucket that the app's key writes to", async () => {
      const newUser = async (line: string): Promise<Credentials> => {
        const { keys } = JSON.parse(await type(line, stack.folder, { CEPH_ARGS: rgw.cephArgs })) as {
          keys: [{ access_key: string; secret_key: string }];
        };
        return { accessKeyId: keys[0].access_key, secretAccessKey: keys[0].secret_key };
      };
      const [ofOwner = "", ofApp = ""] = commands("radosgw-admin user create");
      const owner = await newUser(ofOwner);
      const app = await newUser(ofApp);

      const [page = ""] = blocks("yaml");
      const written = page
        .replaceAll("https://s3.example.org", rgw.https)
        .replace("<its access key>", app.accessKeyId);
      stack.configure((parse(written) as { config: Record<string, unknown> }).config);
      const secrets: Record<string, string> = {
        socialSecretAccessKey: app.secretAccessKey,
        socialStoreSecretAccessKey: owner.secretAccessKey,
      };
      for (const line of commands("pulumi")) {
        const asked = Object.keys(secrets).find((name) => line.includes(` ${name}`));
        // Nobody is there to confirm what the preview shows.
        const typed = line.replace(/\bKEY\b/, owner.accessKeyId).replace("pulumi up", "pulumi up --yes");
        await type(typed, stack.folder, { ...stack.env, PULUMI_STACK: "e2e" }, asked && secrets[asked]);
      }

      const s3 = new S3({ ...rgw, root: owner });
      try {
        const object = { bucket: "social-example-media", key: "accounts/a.png" };
        expect((await s3.ask(app, { method: "PUT", ...object, body: "a" })).status).toBe(200);
        expect((await s3.ask(undefined, { method: "GET", ...object })).status).toBe(200);
      } finally {
        s3.close();
      }
    });
  });
});
