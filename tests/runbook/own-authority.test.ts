/** Moves between buckets of a store whose certificate is signed by its own authority, which no tool trusts by itself. */
import { authentikEnv } from "../../apps/authentik/env";
import { authentikNeeds } from "../../apps/authentik/needs";
import { storeOf } from "../../stores";
import { mastodonEnv } from "../../apps/mastodon/env";
import { mastodonNeeds } from "../../apps/mastodon/needs";
import { runbookOf } from "../../apps/runbooks";
import { dotenv } from "../../env/formats/dotenv";
import { Direction, runbookMarkdown, type BucketStorageFacts } from "../../runbook";
import type { StorageSettings } from "../../storage/args";
import type { PolicyNeeds } from "../../storage/needs";
import { opened } from "../../storage/opened";
import type { Credentials } from "../rgw/client";
import { authentikFactsOf, factsOf, supabaseFactsOf } from "../apps/runbook/cases";
import { SUPABASE_NEEDS, makeBucket, objectsOf, onRgw, putObject } from "./buckets";
import { describeOnRgw } from "./on-rgw";
import { Session } from "./session";

const TIMEOUT_MS = 300_000;
const WEBP = { type: "image/webp", cacheControl: "max-age=60" };

/** What differs between the apps. */
interface App {
  home: string;
  deployment: "systemd" | "compose";
  key: string;
  needs: PolicyNeeds;
  facts: BucketStorageFacts;
  /** The file of the env block that the steps read. */
  block: string;
  settingsFile: [name: string, text: string];
  /** Lines that stand for what the test machine has not. */
  before?: string;
}

const APPS: Record<string, (settings: StorageSettings, writer: Credentials) => App> = {
  mastodon(storage, writer) {
    const settings = { ...storage, webDomain: "social.example" };
    return {
      home: "/home/mastodon/live",
      deployment: "systemd",
      key: "media_attachments/files/1/original/a.webp",
      needs: mastodonNeeds(settings),
      facts: factsOf(settings),
      block: dotenv("Media", mastodonEnv<string>(opened(settings), writer)),
      settingsFile: [".env.production", "LOCAL_DOMAIN=social.example\n"],
    };
  },
  authentik(storage, writer) {
    const settings = { ...storage, version: "2026.5", origins: ["https://authentik.company"] };
    return {
      home: "/opt/authentik",
      deployment: "compose",
      key: "media/public/icon.webp",
      needs: authentikNeeds(settings, storeOf(settings.store)),
      facts: authentikFactsOf(settings),
      block: dotenv("Files", authentikEnv<string>(opened(settings), writer)),
      settingsFile: [".env", "PG_PASS=x\n"],
    };
  },
  supabase(settings, { accessKeyId, secretAccessKey }) {
    return {
      home: "/opt/supabase",
      deployment: "compose",
      key: "stub/avatars/a.webp/00000000-0000-4000-8000-000000000000",
      needs: SUPABASE_NEEDS,
      facts: supabaseFactsOf(settings),
      block: `STORAGE_AWS_ACCESS_KEY_ID=${accessKeyId}\nSTORAGE_AWS_SECRET_ACCESS_KEY='${secretAccessKey}'\n`,
      settingsFile: [".env", "STORAGE_TENANT_ID=stub\n"],
      before: 'docker() { [ "$*" != "compose exec -T storage printenv TENANT_ID" ] || echo stub; }',
    };
  },
};

describeOnRgw(["aws", "curl", "rclone"], "runbooks of a move between buckets", (server) => {
  let session: Session | undefined;
  afterEach(() => session?.remove());

  /** Copies one object between two buckets of the gateway. */
  async function move(
    name: string,
    { caFile, before = "" }: { caFile?: string; before?: string },
  ): Promise<void> {
    const { rgw, s3 } = server;
    const [old, bucket] = [`${name}-old`, `${name}-new`];
    const s3Store = { server: "ceph", endpoint: rgw.https, region: "us-east-1", ...(caFile && { caFile }) };
    const settings = { ...onRgw(rgw), bucket, store: { s3: s3Store } };
    const app = APPS[name.split("-")[0]!]!(settings, rgw.writer);
    const { deployment, key, facts } = app;
    await s3.must(rgw.other, { method: "PUT", bucket: old });
    await putObject(s3, rgw.other, old, key, {
      "content-type": WEBP.type,
      "cache-control": WEBP.cacheControl,
    });
    await makeBucket(s3, settings, app.needs);
    const source = { bucket: old, region: "us-east-1", endpoint: rgw.https };
    const asked = { stack: "dev", instance: "app", deployment, direction: Direction.S3ToS3 } as const;
    session = new Session(runbookMarkdown(runbookOf({ ...asked, facts, source })), app.home);
    session.writeKept("app.env", app.block);
    session.writeOldKey(rgw.other);
    session.write(...app.settingsFile);
    session.write("check.jpg", "jpg");
    await session.run(["Before", "First copy"], { before: `${app.before ?? ""}\n${before}` });
    expect(await objectsOf(s3, bucket)).toEqual({ [key]: WEBP });
  }

  test.each(Object.keys(APPS))(
    "%s: every tool trusts store.s3.caFile",
    (app) => move(app, { caFile: server.rgw.ca }),
    TIMEOUT_MS,
  );

  test(
    "rclone trusts the AWS_CA_BUNDLE of the operator's shell, as the AWS CLI does",
    () => move("authentik-shell", { before: `export AWS_CA_BUNDLE=${server.rgw.ca}` }),
    TIMEOUT_MS,
  );
});
