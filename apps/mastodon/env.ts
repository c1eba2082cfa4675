/** The settings that Mastodon reads. Source lines are those of mastodon/mastodon. */
import type { EnvLine } from "../../env/entry";
import type { Store } from "../../stores/store";
import { caFileLines } from "../../storage/ca-file";
import { checksumLines } from "../../storage/checksums";
import type { Credentials } from "../../storage/args";
import type { Opened } from "../../storage/opened";
import type { PurgeSecrets } from "../../storage/plan";
import { MastodonAccess, type MastodonSettings } from "./args";
import { purgeLines } from "./purge";
import { tuningLines } from "./tuning";
import { aliasHost, mastodonExtraMediaHosts, publicScheme } from "./urls";

/**
 * The lines of `.env.production`, in the order of config/initializers/paperclip.rb. A setting that is not needed is omitted
 * and never empty, because Mastodon treats an empty variable as set (`ENV.key?`, L41-93).
 */
export function mastodonEnv<V>(
  opened: Opened<MastodonSettings>,
  credentials?: Credentials<V>,
  purge?: PurgeSecrets<V>,
): EnvLine<V>[] {
  const { settings, store } = opened;
  const lines: EnvLine<V>[] = [];
  const add = (name: string, value: string, comment = ""): void => {
    lines.push({ name, value, secret: false, comment });
  };
  add("S3_ENABLED", "true");
  add("S3_BUCKET", settings.bucket);
  add("S3_REGION", store.region);
  add("S3_PROTOCOL", publicScheme(opened));
  // Not on AWS: the SDK finds its own endpoint, and with a set one Mastodon uses path style.
  if (store.endpoint !== undefined) {
    add(
      "S3_ENDPOINT",
      store.endpoint,
      "Without the bucket. Browsers must reach it, because presigned URLs contain it.",
    );
  }
  add(
    "S3_HOSTNAME",
    store.host,
    "Without the bucket. The content security policy and the check for public lists use it.",
  );
  const alias = aliasHost(opened);
  const former = settings.mediaHost?.previousHosts ?? [];
  if (alias !== undefined) {
    add("S3_ALIAS_HOST", alias, former.length === 0 ? "" : `Old URLs still work at: ${former.join(", ")}.`);
  }
  if (settings.access === MastodonAccess.Acl) {
    add(
      "S3_PERMISSION",
      "public-read",
      "Mastodon sends this ACL with each upload, and removes it to hide a file.",
    );
  } else {
    add(
      "S3_PERMISSION",
      "",
      store.can.bucketPolicy
        ? "Must be empty, not missing: then Mastodon sends no ACL, and the bucket policy decides what is public."
        : `Must be empty, not missing: then Mastodon sends no ACL. ${store.title} has none.`,
    );
  }
  // Without keys the SDK uses a role. With empty keys it does not.
  if (credentials !== undefined) {
    lines.push(
      { name: "AWS_ACCESS_KEY_ID", value: credentials.accessKeyId, secret: true, comment: "" },
      { name: "AWS_SECRET_ACCESS_KEY", value: credentials.secretAccessKey, secret: true, comment: "" },
    );
  }
  if (settings.keyPrefix !== undefined) add("S3_KEY_PREFIX", settings.keyPrefix);
  lines.push(...clientLines(store));
  lines.push(...tuningLines(settings));
  const extraMediaHosts = mastodonExtraMediaHosts(opened);
  if (extraMediaHosts.length > 0) {
    add(
      "EXTRA_MEDIA_HOSTS",
      extraMediaHosts.join(","),
      "Other hosts from which the web client may load media.",
    );
  }
  lines.push(...purgeLines(settings, purge));
  return lines;
}

/** Settings for a store that differs from the SDK's defaults. */
function clientLines(store: Store): EnvLine<never>[] {
  const comment = "The bucket is part of the hostname.";
  return [
    ...(store.virtualHostOnly
      ? [{ name: "S3_OVERRIDE_PATH_STYLE", value: "true", secret: false, comment }]
      : []),
    ...caFileLines(store, "sdk"),
    ...checksumLines(store, "the SDK", "WHEN_REQUIRED"),
  ];
}
