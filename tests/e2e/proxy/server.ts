/** The proxies that the package makes configurations for, as the tests start them. */
import type { NginxSettings } from "../../../hosts/text/proxy-settings";
import type { OwnedProcess } from "../servers/owned-process";

/** Where a proxy runs in a test. */
export interface ProxyPlace {
  /** Empty, and for this proxy alone. */
  folder: string;
  /** The ports on 127.0.0.1 instead of 443 and 80. */
  https: number;
  http: number;
}

/** A server that can be the operator's own proxy. */
export interface ProxyServer {
  /** The program. */
  name: "nginx" | "caddy";
  /** Whether it keeps copies, so that the rows about them are asked of it. */
  keepsCopies: boolean;
  /** The configuration, as the package prints it. The settings have everything that any server may want. */
  site(settings: NginxSettings): string;
  /** The file with the secrets of a purge. */
  purge(secrets: string[]): string;
  /**
   * Starts it with a site of `site`, whose ports 443 and 80 become those of the place. It answers as soon as its https port accepts
   * connections. The authorities file of the settings is the only one that the test's servers are trusted by.
   */
  start(site: string, settings: NginxSettings, place: ProxyPlace): OwnedProcess | Promise<OwnedProcess>;
}
