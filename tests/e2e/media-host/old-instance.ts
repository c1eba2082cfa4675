/** The web server of an instance that keeps its files on its own disk: a real nginx, with Mastodon's documented block. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { freePorts } from "../../rgw/server/ports";
import { until } from "../../rgw/server/run";
import { NGINX } from "../../runbook/programs";
import type { FetchOrigin } from "../servers/cloudfront";
import { sendTo } from "../servers/cloudfront/send-to";
import { type OwnedProcess, startOwned } from "../servers/owned-process";
import { contentFor } from "./ask-case";

/** Where the files of the instance are; `mediaHost.legacy`. */
export const OLD_PLACE = { hostname: "social.example", path: "system" };

/** What the file of a key holds; no object of the bucket has it. A row writes `legacy KEY` for it. */
const contentOfFile = (key: string): string => contentFor(`legacy ${key}`);

const PREFIXES = [
  "accounts/",
  "cache/",
  "custom_emojis/",
  "media_attachments/",
  "preview_card_providers/",
  "preview_cards/",
  "site_uploads/",
];

/** The keys of the files. Some are in the bucket too, and some are private. */
const KEYS = [
  ...PREFIXES.map((prefix) => `${prefix}old/1.png`),
  "accounts/avatars/1.png",
  "accounts/moving/1.png",
  "accounts/deleted/1.png",
  "accounts/names/a b.png",
  "accounts/names/a+b.png",
  "accounts/names/100%.png",
  "accounts/names/\u00e4\u65e5.png",
  "accounts/names/a..b.png",
  "accounts/headers/1.png",
  "backups/dumps/1.zip",
  "backups/dumps/old.zip",
  "imports/data/old.csv",
  "private.txt",
];

/** nginx decodes a path and resolves its dots before it looks for a file. The locations below the first one are for single rows. */
const RULES = `
  autoindex on;
  location ^~ /system/ {
    add_header Cache-Control "public, max-age=2419200, immutable";
    try_files $uri $uri/ =404;
  }
  location ^~ /system/accounts/headers/ {
    add_header Cache-Control "public, max-age=315576000, immutable" always;
    add_header Set-Cookie "_mastodon_session=1" always;
    add_header Access-Control-Allow-Origin "https://social.example" always;
    add_header Content-Security-Policy "default-src *" always;
    add_header X-Amz-Request-Id "1" always;
    try_files $uri =404;
  }
  location ^~ /system/accounts/moved/ { rewrite ^/system/(.*)$ https://files.social.example/$1 permanent; }
  location ^~ /system/accounts/found/ { rewrite ^/system/(.*)$ https://files.social.example/$1 redirect; }
  location ^~ /system/accounts/temporary/ { return 307 https://files.social.example$request_uri; }
  location ^~ /system/accounts/permanent/ { return 308 https://files.social.example$request_uri; }
  location ^~ /system/accounts/failing/ { return 503; }
`;

export class OldInstance {
  private constructor(
    private readonly folder: string,
    private readonly url: string,
    private readonly process: OwnedProcess,
  ) {}

  static async start(): Promise<OldInstance> {
    const folder = mkdtempSync(join(tmpdir(), "old-instance-"));
    // Started by root, nginx reads files as another user.
    chmodSync(folder, 0o755);
    for (const key of KEYS) {
      const file = join(folder, OLD_PLACE.path, key);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, contentOfFile(key));
    }
    const [port = 0] = await freePorts(1);
    const config = join(folder, "nginx.conf");
    writeFileSync(config, configuration(folder, port));
    const args = ["-c", config, "-e", "stderr"];
    execFileSync(NGINX, ["-t", ...args], { stdio: "pipe" });
    const server = new OldInstance(folder, `http://127.0.0.1:${port}`, startOwned(NGINX, args, {}));
    await until(() => server.isUp(), "nginx did not answer", [server.process]);
    return server;
  }

  /** The origins of a distribution: this instance, and all others elsewhere. */
  beside(others: FetchOrigin): FetchOrigin {
    return (domainName, request) =>
      domainName === OLD_PLACE.hostname ? sendTo(this.url, request) : others(domainName, request);
  }

  /** The request lines that it got, oldest first. */
  requests(): string[] {
    return readFileSync(join(this.folder, "requests.log"), "utf8").split("\n").filter(Boolean);
  }

  async stop(): Promise<void> {
    await this.process.stop();
    rmSync(this.folder, { recursive: true });
  }

  private async isUp(): Promise<boolean> {
    const request = { method: "GET", target: "/", headers: {}, body: Buffer.alloc(0) };
    return sendTo(this.url, request).then(
      () => true,
      () => false,
    );
  }
}

/** Only its own name is served: CloudFront must send it, and not the reader's Host header. */
function configuration(folder: string, port: number): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder}/temp;`,
  );
  return `pid ${folder}/pid; error_log stderr; daemon off; events {}
http {
  log_format requests '$request'; access_log ${folder}/requests.log requests;
  ${temporary.join(" ")}
  types { image/png png; } default_type application/octet-stream;
  server { listen 127.0.0.1:${port} default_server; return 421; }
  server { listen 127.0.0.1:${port}; server_name ${OLD_PLACE.hostname}; root ${folder}; ${RULES} }
}`;
}
