import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { connect } from "node:tls";
import { caddySite } from "../../../hosts/text/caddy";
import { until } from "../../rgw/server/run";
import { findOnPath } from "../engine";
import { startOwned } from "../servers/owned-process";
import type { ProxyPlace, ProxyServer } from "./server";

/** CADDY: the path of another version to test. */
const CADDY = process.env["CADDY"] ?? findOnPath("caddy") ?? "caddy";

/** Caddy of the machine, with the site as the one file that its Caddyfile imports. */
export const caddy: ProxyServer = {
  name: "caddy",
  keepsCopies: false,
  site: caddySite,
  // It has none.
  purge: () => "",
  async start(site, { authoritiesFile, hostnames }, place) {
    const args = ["--config", caddyfile(site, dirname(authoritiesFile), place), "--adapter", "caddyfile"];
    // Of the environment only what it needs to find its own folders, and the authority that the legacy host is trusted by.
    const env = { HOME: place.folder, SSL_CERT_FILE: authoritiesFile };
    const process = startOwned(CADDY, ["run", ...args], env);
    // It listens before it has its certificates.
    const isServed = async (): Promise<boolean> =>
      (await Promise.all(hostnames.map((name) => speaksTls(place.https, name)))).every((speaks) => speaks);
    try {
      await until(isServed, "Caddy got no certificates", [process]);
    } catch (error) {
      // Otherwise the next one could not have its ports.
      await process.stop();
      throw error;
    }
    return process;
  },
};

function speaksTls(port: number, servername: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port, servername, rejectUnauthorized: false }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

/**
 * A Caddyfile for loopback, without the administration's port. The authority of the test's servers issues the certificates instead of
 * one on the internet; nothing is put among those that the machine trusts. Without HTTP/3 Caddy does not send an Alt-Svc of its own.
 */
function caddyfile(site: string, authority: string, { folder, https, http }: ProxyPlace): string {
  const file = join(folder, "Caddyfile");
  mkdirSync(join(folder, "storage"));
  writeFileSync(join(folder, "site.caddy"), site);
  writeFileSync(
    file,
    `{
	admin off
	default_bind 127.0.0.1
	https_port ${https}
	http_port ${http}
	storage file_system ${folder}/storage
	servers {
		protocols h1 h2
	}
	local_certs
	skip_install_trust
	pki {
		ca local {
			root {
				cert ${authority}/ca.pem
				key ${authority}/ca.key
			}
		}
	}
}
import site.caddy
`,
  );
  return file;
}
