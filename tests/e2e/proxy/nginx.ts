import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { nginxPurge, nginxSite } from "../../../hosts/text/nginx";
import { NGINX } from "../../runbook/programs";
import { startOwned } from "../servers/owned-process";
import type { ProxyPlace, ProxyServer } from "./server";

/** nginx of the machine, with the site as the one file that its http block includes. */
export const nginx: ProxyServer = {
  name: "nginx",
  keepsCopies: true,
  site: nginxSite,
  purge: nginxPurge,
  start(site, _, place) {
    const args = nginxArgs(site, place);
    execFileSync(NGINX, ["-t", ...args], { stdio: "pipe" });
    return startOwned(NGINX, args, {});
  },
};

/** What `nginx` is started with for a site, whose listen lines become those of loopback. */
export function nginxArgs(site: string, { folder, https, http }: ProxyPlace): string[] {
  const ours = site
    .replace(/^( *)listen \[::\]:.*\n/gm, "")
    .replace(/listen 443 /g, `listen 127.0.0.1:${https} `)
    .replace(/listen 80;/g, `listen 127.0.0.1:${http};`);
  const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder};`,
  );
  writeFileSync(join(folder, "site.conf"), ours);
  writeFileSync(
    join(folder, "nginx.conf"),
    `pid ${folder}/pid; error_log stderr; daemon off; events {}
http { access_log off; ${temp.join(" ")} include ${folder}/site.conf; }`,
  );
  return ["-c", join(folder, "nginx.conf"), "-e", "stderr"];
}
