/** What `media-storage proxy` can print. */

/** What the configuration is for. */
export const ProxyServer = {
  Nginx: "nginx",
  Caddy: "caddy",
  /** Not a server of the operator's: rules for Cloudflare's API. */
  CloudConnector: "cloud-connector",
} as const;
export type ProxyServer = (typeof ProxyServer)[keyof typeof ProxyServer];

/** The parts of a configuration, each a file or lines for one. */
export const ProxyPart = {
  /** The media host. */
  Site: "site",
  /** Lines for the site of Mastodon's web domain: old URLs lead to the media host. */
  Web: "web",
  /** The file with the purge secrets. */
  Purge: "purge",
} as const;
export type ProxyPart = (typeof ProxyPart)[keyof typeof ProxyPart];
