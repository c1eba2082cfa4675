/** A small instance with its hosts, on a machine where the lines of the runbook run. */
import { chmodSync } from "node:fs";
import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { MastodonSettings } from "../../../apps/mastodon/args";
import { mastodonEnv } from "../../../apps/mastodon/env";
import { mastodonNeeds } from "../../../apps/mastodon/needs";
import { runbookOf } from "../../../apps/runbooks";
import { nginxSite } from "../../../hosts/text/nginx";
import { dotenv } from "../../../env/formats/dotenv";
import { Direction, runbookMarkdown } from "../../../runbook";
import { opened } from "../../../storage/opened";
import { blocks } from "../../apps/runbook/markdown";
import { factsOf } from "../../apps/runbook/cases";
import { type LoopbackDns, startDns } from "../../e2e/proxy/dns";
import { makeBucket } from "../buckets";
import type { Server } from "../on-rgw";
import { Session } from "../session";
import { certificateOf, Host } from "./hosts";
import { Instance } from "./instance";
import { Reader } from "./reader";

const HOME = "/home/mastodon/live";

/** Mastodon's own rule for old files (dist/nginx.conf), which serves whatever is there. */
const OWN_RULE = "location /system/ { try_files $uri =404; }";

/** Names of files that a URL or a shell could spoil. */
export const ODD = [
  "accounts/avatars/1/original/a b+c%20d#?&.png",
  "cache/media_attachments/files/2/original/größe – 雪.webp",
  'media_attachments/files/3/original/it\'s "$HOME" * [1].jpg',
];
export const EMOJI = "custom_emojis/images/4/original/emoji.gif";
export const PLAIN = Array.from({ length: 12 }, (_, n) => `accounts/headers/${n}/original/plain.png`);
export const EXPORT = "backups/dumps/9/original/archive.zip";
export const IMPORT = "imports/data/9/original/follows.csv";

/** Mastodon's settings before the move. */
export const SETTINGS = "LOCAL_DOMAIN=social.example\n";

/** Changes to the printed lines, to see that somebody notices. */
export type Replace = Record<string, string>;

export class Move {
  private isUploading = false;
  private uploads: Promise<void> | undefined;
  /** What happens while Mastodon's web processes restart, when the old ones still run. */
  duringRestart: () => Promise<void> = () => Promise.resolve();
  /** What Mastodon does between the first copy and the second. */
  betweenCopies: () => Promise<void> = () => Promise.resolve();

  private constructor(
    readonly session: Session,
    readonly instance: Instance,
    readonly web: Host,
    readonly media: Host,
    readonly reader: Reader,
    private readonly settings: MastodonSettings,
    private readonly server: Server,
    private readonly control: HttpServer,
    private readonly dns: LoopbackDns,
  ) {}

  static async begin(server: Server, bucket: string): Promise<Move> {
    const { rgw, s3 } = server;
    const settings: MastodonSettings = {
      webDomain: "social.example",
      bucket,
      store: { s3: { server: "ceph", endpoint: rgw.https, region: "us-east-1", caFile: rgw.ca } },
      writer: { given: { ...rgw.writer, principal: "arn:aws:iam:::user/writer" } },
      mediaHost: {
        hostname: "files.social.example",
        external: {},
        legacy: { hostname: "social.example", path: "system" },
      },
    };
    await makeBucket(s3, settings, mastodonNeeds(settings));
    const facts = factsOf(settings);
    const asked = {
      stack: "dev",
      instance: "social",
      deployment: "systemd",
      direction: Direction.FileToS3,
    } as const;
    const session = new Session(runbookMarkdown(runbookOf({ ...asked, facts })), HOME);
    // nginx is another user.
    chmodSync(session.folder, 0o755);
    session.writeKept("social.env", dotenv("Media", mastodonEnv<string>(opened(settings), rgw.writer)));
    session.write(".env.production", SETTINGS);
    session.writeKept(".env.production", SETTINGS);
    session.write("check.jpg", "jpg");
    const instance = new Instance(session.folder, s3, bucket);
    const [web, media] = [await Host.start(rgw), await Host.start(rgw)];
    const control = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => control.once("listening", resolve));
    const reader = new Reader(web, media);
    const move = new Move(session, instance, web, media, reader, settings, server, control, await startDns());
    control.on("request", (request, response) => {
      move.called(new URL(request.url ?? "", "http://control").searchParams.get("c") ?? "").then(
        () => response.end(),
        () => response.writeHead(500).end(),
      );
    });
    return move;
  }

  /** What stands for systemctl and tootctl. */
  private async called(command: string): Promise<void> {
    if (command.includes("restart mastodon-web")) {
      await this.duringRestart();
      this.instance.restart();
    }
    if (!command.includes("remove-orphans")) return;
    const isForFiles = command.includes("S3_ENABLED=false");
    if (isForFiles) await this.betweenCopies();
    await this.instance.removeOrphans(isForFiles || !this.instance.usesBucket ? "files" : "bucket");
  }

  /** Both hosts as they are before the move: Mastodon's own rule, and a media host that falls back. */
  async startHosts(): Promise<void> {
    await this.configureWeb(OWN_RULE);
    await this.configureMedia({ legacy: true });
  }

  private async configureWeb(rule: string): Promise<void> {
    await this.web.configure(this.web.serverBlock(`root ${this.session.folder}/public;\n${rule}`));
  }

  /** The configuration that the package prints for the media host. */
  async configureMedia({ legacy }: { legacy: boolean }): Promise<void> {
    await this.media.configure(this.mediaSite(legacy));
  }

  private mediaSite(legacy: boolean): string {
    const { rgw } = this.server;
    const { bucket } = this.settings;
    return nginxSite({
      bucket,
      hostnames: ["files.social.example"],
      prefixes: mastodonNeeds(this.settings).publicPrefixes,
      upstream: {
        origin: rgw.https.replace("127.0.0.1", "localhost"),
        path: `/${bucket}`,
        caFile: rgw.ca,
      },
      ...(legacy && { legacy: { hostname: this.web.host, path: "system" } }),
      maxAgeSeconds: 1,
      certificate: certificateOf(rgw),
      resolvers: [this.dns.address],
      authoritiesFile: rgw.ca,
      cacheFolder: join(this.media.folder, "copies"),
      innerPort: this.media.innerPort,
    });
  }

  /** The blocks of a section whose lines match, as an operator pastes them into a new session. */
  step(section: string, shell: RegExp, replace: Replace = {}): Promise<string> {
    const { port } = this.control.address() as AddressInfo;
    const call = (name: string): string =>
      `${name}() { command curl -sSf -G --data-urlencode "c=${name} $*" -o /dev/null "http://127.0.0.1:${port}/"; }`;
    return this.session.step(section, shell, {
      before: [call("systemctl"), call("su")].join("\n"),
      replace: {
        "https://social.example": this.web.origin,
        "https://files.social.example": this.media.origin,
        ...replace,
      },
    });
  }

  /** The section about both hosts: the rule that the runbook prints is installed, and checked. */
  async serveOldFiles(): Promise<string> {
    await this.installRule();
    return this.step("The media host", /check_fallback/);
  }

  /** `change` is what an operator's own configuration has otherwise. */
  async installRule(change: (rule: string) => string = (rule) => rule): Promise<void> {
    const printed = await this.step("The media host", /location/);
    await this.configureWeb(change(printed.slice(printed.indexOf("location "))));
  }

  /** The lines for nginx of a section. */
  private printedRule(section: string): string {
    const rule = blocks(this.session.runbook, "nginx").find((block) => block.section.startsWith(section));
    if (rule === undefined) throw new Error(`the runbook has no rule for nginx in ${section}`);
    return rule.shell
      .replace("https://files.social.example", this.media.origin)
      .replace("https://social.example", this.web.origin);
  }

  async redirect(): Promise<void> {
    await this.configureWeb(this.printedRule("The end"));
  }

  /** The other way round: the rule replaces what the https server block of the media host serves. */
  async redirectBack(): Promise<void> {
    const rule = this.printedRule("The way back");
    const site = this.mediaSite(true)
      .split(/(?=^server \{$)/m)
      .map((part) => {
        if (!part.includes("listen 443 ")) return part;
        const without = part.replace(/^ {4}location (\/|~ .*) \{\n[^]*?^ {4}\}\n/gm, "");
        return without.replace(/^\}$/m, () => `${rule}\n}`);
      });
    await this.media.configure(site.join(""));
  }

  async write(key: string, content?: string): Promise<void> {
    const oldUrl = !this.instance.usesBucket;
    await this.instance.write(key, content);
    this.reader.expect(key, this.instance.media.get(key) ?? "", { oldUrl });
  }

  async remove(key: string): Promise<void> {
    this.reader.forget(key);
    await this.instance.remove(key);
  }

  /** People upload all the time, except while the web processes restart. */
  startUploads(): void {
    this.isUploading = true;
    this.uploads = (async () => {
      for (let n = 0; this.isUploading && n < 100; n++) {
        await this.write(`media_attachments/files/100/${n}/original/upload.png`);
        await sleep(500);
      }
    })();
  }

  async stopUploads(): Promise<void> {
    this.isUploading = false;
    await this.uploads;
  }

  async end(): Promise<void> {
    this.isUploading = false;
    await this.uploads?.catch(() => undefined);
    await this.reader.stop().catch(() => undefined);
    await Promise.all([this.web.stop(), this.media.stop(), this.dns.stop()]);
    this.control.close();
    this.session.remove();
  }
}
