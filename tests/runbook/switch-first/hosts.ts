/** The two hosts of a move that switches first, each a real nginx on loopback: the web domain, and the media host in front of the bucket. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { startOwned, type OwnedProcess } from "../../e2e/servers/owned-process";
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

/** An https server with a configuration that changes while it runs. */
export class Host {
  private generation = 0;
  private process: OwnedProcess | undefined;

  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly rgw: Rgw,
  ) {}

  static async reserve(rgw: Rgw): Promise<Host> {
    const folder = mkdtempSync(join(tmpdir(), "host-"));
    const [port = 0] = await freePorts(1);
    return new Host(folder, port, rgw);
  }

  /** Without a slash at its end. */
  get origin(): string {
    return `https://localhost:${this.port}`;
  }

  /** The lines of the http level, whose one server block has `rules`. */
  async configure(rules: string, ...http: string[]): Promise<void> {
    this.generation += 1;
    const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
      (name) => `${name}_temp_path ${this.folder}/${name};`,
    );
    mkdirSync(join(this.folder, "client_body"), { recursive: true });
    const certificates = dirname(this.rgw.ca);
    const config = join(this.folder, "nginx.conf");
    // Requests may ask for the generation of the process that answers.
    writeFileSync(
      config,
      `user nobody nogroup; pid ${this.folder}/pid; error_log stderr crit; daemon off; worker_processes 1; events {}
http { access_log off; ${temp.join(" ")} default_type application/octet-stream; keepalive_timeout 0;
${http.join("\n")}
server { listen 127.0.0.1:${this.port} ssl; server_name localhost;
ssl_certificate ${certificates}/server.pem; ssl_certificate_key ${certificates}/server.key;
location = /generation { return 200 "${this.generation}"; }
${rules}
}}`,
    );
    const args = ["-c", config, "-e", "stderr"];
    execFileSync(NGINX, ["-t", ...args], { stdio: "pipe" });
    if (this.process === undefined) this.process = startOwned(NGINX, args, {});
    else process.kill(Number(readFileSync(join(this.folder, "pid"), "utf8")), "SIGHUP");
    await until(
      () =>
        this.get("/generation").then(
          ({ text }) => text === String(this.generation),
          () => false,
        ),
      "nginx does not have its new configuration",
      [this.process],
    );
  }

  /** Sends the path as it is. */
  get(path: string): Promise<Got> {
    const options = {
      host: "localhost",
      family: 4,
      port: this.port,
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
