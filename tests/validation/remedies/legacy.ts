/** Remedies about the place that still serves old files. */
import { authentikSettings, change, onMastodon, type Row, type Settings, settings } from "./row";

const hostname = "files.social.example";
const legacy = { hostname: "social.example", path: "system" };
const host = (value?: Settings): Settings => ({
  mediaHost: { hostname, external: {}, ...(value && { legacy: value }) },
});
const row = change(onMastodon, (value) => host(value as Settings));
const bucketHost = "social-media.s3.eu-central-1.amazonaws.com";
const storeHost = "s3.eu-central-1.amazonaws.com";

export const LEGACY: Row[] = [
  row("legacy-is-bucket", "set the hostname that still serves", { hostname: bucketHost }, legacy),
  row("legacy-is-bucket", "remove legacy", { hostname: bucketHost }, undefined),
  row(
    "legacy-is-bucket",
    "set `path` to the name of the old bucket",
    { hostname: storeHost },
    { hostname: storeHost, path: "old-media" },
  ),
  row("legacy-keys", 'set `path: "system"`', { hostname: "social.example" }, legacy),
  settings("legacy-keys", "remove keyPrefix", { ...host(legacy), keyPrefix: "a" }, host(legacy)),
  settings(
    "legacy-private",
    "remove it and copy",
    { ...host(legacy), access: "acl" },
    {
      ...host(),
      access: "acl",
    },
  ),
  settings("legacy-private", "or remove access", { ...host(legacy), access: "acl" }, host(legacy)),
  authentikSettings(
    "legacy-private",
    "remove it",
    { mediaHost: { hostname, legacy, external: { signing: "cdn" } } },
    { mediaHost: { hostname, external: { signing: "cdn" } } },
  ),
  row("legacy-same", "set the hostname that still serves", { hostname }, legacy),
  row("legacy-same", "remove legacy", { hostname }, undefined),
];
