/** Remedies about the settings of authentik. */
import { authentikSettings, cephAuthentik, profile, type Row, type Settings, settings } from "./row";

const hostOf = (external: Settings, hostname = "files.sso.example"): Settings => ({
  mediaHost: { hostname, external },
});
const cdn = hostOf({ signing: "cdn" });

export const AUTHENTIK: Row[] = [
  authentikSettings(
    "origins-empty",
    '"https://authentik.company"',
    { origins: [] },
    { origins: ["https://authentik.company"] },
  ),
  authentikSettings("usages-empty", 'add "media" or "reports"', { usages: [] }, { usages: ["media"] }),
  authentikSettings("usages-empty", "remove it", { usages: [] }, {}),
  authentikSettings("usages-twice", "list each once", { usages: ["media", "media"] }, { usages: ["media"] }),
  authentikSettings(
    "version-unknown",
    "set the version that you run",
    { version: "2025.11" },
    { version: "2025.12.4" },
  ),
  authentikSettings(
    "media-host-is-app",
    'such as "files.authentik.company"',
    hostOf({ signing: "cdn" }, "authentik.company"),
    hostOf({ signing: "cdn" }, "files.authentik.company"),
  ),
  authentikSettings(
    "media-host-is-store",
    "remove mediaHost",
    hostOf({ signing: "cdn" }, "s3.eu-central-1.amazonaws.com"),
    {},
  ),
  authentikSettings("media-host-signing", 'set "cdn"', hostOf({ signing: "preserve-host" }), cdn),
  authentikSettings("insecure-urls", "remove it", hostOf({ signing: "cdn", https: false }), cdn),
  authentikSettings("session-profile-empty", "set the name of a profile", profile(""), profile("p")),
  authentikSettings("session-profile-empty", "remove it", profile(""), {
    writer: { role: { roleName: "r" } },
  }),
  authentikSettings("session-profile-value", "choose another name", profile("a'b"), profile("p")),
  authentikSettings("session-profile-replaced", "choose another name", profile("env://OTHER"), profile("p")),
  settings("media-host-unsigned", "remove it", hostOf({ https: true }), hostOf({})),
  [
    "version-patch",
    'like "2025.12.4"',
    cephAuthentik({ version: "2025.12", ...cdn }),
    cephAuthentik({ version: "2025.12.4", ...cdn }),
  ],
  [
    "media-host-bucket-path",
    '`path: "authentik-files"`',
    cephAuthentik(hostOf({ signing: "preserve-host" })),
    cephAuthentik(hostOf({ signing: "preserve-host", path: "authentik-files" })),
  ],
  [
    "media-host-bucket-kept",
    '`path: "authentik-files"`',
    cephAuthentik({ version: "2025.12.1", ...cdn }),
    cephAuthentik({ version: "2025.12.1", ...hostOf({ signing: "cdn", path: "authentik-files" }) }),
  ],
];
