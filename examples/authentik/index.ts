/** A stack of one's own that makes the storage of an authentik which runs on EC2, so that no key is in its settings. */
import { AuthentikStorage } from "media-storage";

const sso = new AuthentikStorage("sso", {
  version: "2026.2.1",
  // Every one that it is reached by, the port included where it is not the default.
  origins: ["https://authentik.company", "https://sso.authentik.company:8443"],
  bucket: "authentik-company-files",
  store: { aws: { region: "eu-central-1" } },
  writer: { role: { roleName: "authentik" } },
});

// A secret: `pulumi stack output env --show-secrets` prints it for .env.
export const env = sso.env;
// `media-storage env files` and `media-storage runbook files` find it.
export const files = sso.deployment;
// Browsers load files from there, by presigned URLs; the bucket is private.
export const filesUrl = sso.presignedBaseUrl;
