/** Remedies about the other settings of Mastodon. */
import { mediaHost, type Row, settings } from "./row";

export const MASTODON: Row[] = [
  mediaHost(
    "media-host-missing",
    "or `external: {}`",
    { hostname: "a.example" },
    { hostname: "a.example", external: {} },
  ),
  mediaHost(
    "media-host-path",
    "without a slash at either end",
    { hostname: "a.example", external: { path: "/m" } },
    { hostname: "a.example", external: { path: "m" } },
  ),
  mediaHost(
    "media-host-is-app",
    'such as "files.social.example"',
    { hostname: "social.example", external: {} },
    { hostname: "files.social.example", external: {} },
  ),
  settings(
    "media-host-http",
    'change it to "https://a.example"',
    { extraMediaHosts: ["http://a.example"] },
    { extraMediaHosts: ["https://a.example"] },
  ),
  settings("version-format", 'such as "4.4"', { version: "latest" }, { version: "4.4" }),
  settings("version-too-old", "remove it", { version: "4.2", keyPrefix: "a" }, { version: "4.2" }),
  settings(
    "version-too-old",
    "upgrade first",
    { version: "4.2", keyPrefix: "a" },
    { version: "4.4", keyPrefix: "a" },
  ),
  settings(
    "tuning-range",
    "set a whole number from",
    { tuning: { retries: -1 } },
    { tuning: { retries: 2 } },
  ),
];
