/** With `caFile` the SDKs of the apps trust a store with a certificate of the operator's own authority. */
import { opened } from "../../storage/opened";
import { execFile, execFileSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { authentikEnv } from "../../apps/authentik/env";
import { mastodonEnv } from "../../apps/mastodon/env";
import { openedSupabase } from "../../apps/supabase/opened";
import { supabaseEnv } from "../../apps/supabase/env";
import type { StoreSettings } from "../../stores/args";
import { authentik } from "../apps/authentik/fixtures";
import { mastodon } from "../apps/mastodon/fixtures";
import { backend } from "../apps/supabase/fixtures";
import type { EnvEntry } from "../../env/entry";
import { S3 } from "./s3";
import { describeWithRgw, startRgw, type Rgw } from "./server";

const BUCKET = "ca-file";
const run = promisify(execFile);

/** Whether the language has the SDK. */
function has(program: string, args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

interface Client {
  command: [program: string, script: string];
  env: (store: StoreSettings, rgw: Rgw) => EnvEntry[];
  isThere: boolean;
}

const CLIENTS: Record<string, Client> = {
  Mastodon: {
    command: ["ruby", "list.rb"],
    env: (store, { root }) => mastodonEnv<string>(opened(mastodon({ bucket: BUCKET, store })), root),
    isThere: has("ruby", ["-raws-sdk-s3", "-e", ""]),
  },
  authentik: {
    command: ["python3", "list.py"],
    env: (store, { root }) => authentikEnv<string>(opened(authentik({ bucket: BUCKET, store })), root),
    isThere: has("python3", ["-c", "import boto3"]),
  },
  "Supabase Storage": {
    command: [process.execPath, "list.cjs"],
    env: (store, { root }) =>
      supabaseEnv<string>(openedSupabase(backend({}, { bucket: BUCKET, store })), { writer: root }),
    isThere: true,
  },
};

describeWithRgw("caFile", () => {
  let rgw: Rgw;
  beforeAll(async () => {
    rgw = await startRgw();
    const s3 = new S3(rgw);
    await s3.must(rgw.root, { method: "PUT", bucket: BUCKET });
    s3.close();
  }, 60_000);
  afterAll(() => rgw.stop());

  describe.each(Object.entries(CLIENTS))("%s", (_, { command: [program, script], env, isThere }) => {
    /** The app's call with only the variables of its block. */
    async function list(caFile: string | undefined): Promise<void> {
      const store = {
        s3: {
          server: "ceph",
          endpoint: rgw.https,
          region: "default",
          ...(caFile !== undefined && { caFile }),
        },
      };
      const block = env(store, rgw).map(({ name, value }) => [name, value]);
      const { PATH, HOME } = process.env;
      const aws = { AWS_EC2_METADATA_DISABLED: "true", AWS_CONFIG_FILE: "/dev/null" };
      await run(program, [join(__dirname, "clients", script)], {
        env: { PATH, HOME, ...aws, ...(Object.fromEntries(block) as Record<string, string>) },
        timeout: 60_000,
      });
    }

    (isThere ? test : test.skip)("reaches the store with it", () => list(rgw.ca), 60_000);

    (isThere ? test : test.skip)(
      "refuses the store's certificate without it",
      () => expect(list(undefined)).rejects.toThrow(/certificate/i),
      60_000,
    );
  });
});
