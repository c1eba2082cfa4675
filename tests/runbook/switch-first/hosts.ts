/** The two hosts of a move that switches first, each a real nginx on loopback: the web domain, and the media host in front of the bucket. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { nginxArgs } from "../../e2e/proxy/nginx";
import { startOwned, type OwnedProcess } from "../../e2e/servers/owned-process";
import { send } from "../../rgw/client";
import type { Rgw } from "../../rgw/server";
import { freePorts } from "../../rgw/server/ports";
import { until } from "../../rgw/server/run";
import { NGINX } from "../programs";

/** What a reader gets. */
export interface Got {
  status: number;
  location: string | undefined;
  text: string;
}

/** The certificate that all servers of a test have. */
export const certificateOf = ({ ca }: Rgw): { file: string; key: string } => ({
  file: join(dirname(ca), "server.pem"),
  key: join(dirname(ca), "server.key"),
});

const ATTEMPTS = 3;

/** nginx lets its old workers accept connections for 100 ms more when it has started the new ones. */
const OLD_WORKERS_MS = 400;

interface Ports {
  https: number;
  http: number;
  /** Tells the generation of the configuration. */
  told: number;
  inner: number;
}

/** An https server with a configuration that changes while it runs. */
export class Host {
  private generation = 0;
  /** Whether a configuration has had a server at the inner port. */
  private hadInner = false;
  private process: OwnedProcess | undefined;

  private constructor(
    readonly folder: string,
    private readonly ports: Ports,
    private readonly rgw: Rgw,
  ) {}

  /** Takes its ports at once, because somebody else may get one that is only known to be free. */
  static async start(rgw: Rgw): Promise<Host> {
    for (let attempt = 1; ; attempt++) {
      const [https = 0, http = 0, told = 0, inner = 0] = await freePorts(4);
      const folder = mkdtempSync(join(tmpdir(), "host-"));
      const host = new Host(folder, { https, http, told, inner }, rgw);
      try {
        await host.configure(host.serverBlock("return 404;"));
        return host;
      } catch (error) {
        await host.stop();
        if (attempt === ATTEMPTS || !String(error).includes("Address already in use")) throw error;
      }
    }
  }

  /** The name and the port, as in a URL. */
  get host(): string {
    return `localhost:${this.ports.https}`;
  }

  /** Without a slash at its end. */
  get origin(): string {
    return `https://${this.host}`;
  }

  /** A port on loopback for the inside of a configuration. */
  get innerPort(): number {
    return this.ports.inner;
  }

  /** A server block with these rules, for `configure`. */
  serverBlock(rules: string): string {
    const { file, key } = certificateOf(this.rgw);
    return `server {\nlisten 443 ssl;\nssl_certificate ${file};\nssl_certificate_key ${key};\n${rules}\n}\n`;
  }

  /** What nginx's http block includes. The ports 443 and 80 become those of this host. */
  async configure(site: string): Promise<void> {
    this.generation += 1;
    const { https, http, told, inner } = this.ports;
    // A process of its own generation answers. The other ports stay taken while the configuration does not need them. When it no longer
    // needs the inner one, only old processes may accept connections there: they still send it the last requests that came to them.
    this.hadInner ||= site.includes(`listen 127.0.0.1:${inner};`);
    const listened = this.hadInner ? [told, http] : [told, http, inner];
    const listens = listened.map((port) => `listen 127.0.0.1:${port};`).join(" ");
    const answer = `server { ${listens} return 200 "${this.generation}"; }`;
    const args = nginxArgs(`${site}\n${answer}\n`, { folder: this.folder, https, http });
    execFileSync(NGINX, ["-t", ...args], { stdio: "pipe" });
    if (this.process === undefined) this.process = startOwned(NGINX, args, {});
    else process.kill(Number(readFileSync(join(this.folder, "pid"), "utf8")), "SIGHUP");
    const isNew = (): Promise<boolean> =>
      send({ method: "GET", url: `http://127.0.0.1:${told}/` }).then(
        ({ text }) => text === String(this.generation),
        () => false,
      );
    await until(isNew, "nginx does not have its new configuration", [this.process]);
    await sleep(OLD_WORKERS_MS);
  }

  /** Sends the path as it is. */
  get(path: string): Promise<Got> {
    const options = {
      host: "localhost",
      family: 4,
      port: this.ports.https,
      path,
      ca: readFileSync(this.rgw.ca),
      agent: false as const,
      headers: { origin: "https://elsewhere.example" },
    };
    return new Promise((resolve, reject) => {
      const asked = request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const { statusCode: status = 0, headers } = response;
          resolve({ status, location: headers.location, text: Buffer.concat(chunks).toString() });
        });
      });
      asked.on("error", reject);
      asked.end();
    });
  }

  async stop(): Promise<void> {
    await this.process?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
