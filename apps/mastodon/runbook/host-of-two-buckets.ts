/** What serves the media host while media move from bucket to bucket: the operator's proxy with both, a host with a fallback, or one bucket. */
import { answersBeforeDns } from "../../../hosts";
import { legacyUrl } from "../../../hosts/legacy";
import { sourceOf, type RunbookInput, type Step } from "../../../runbook";
import { createdHost } from "../../../runbook/media-host";
import type { MediaHostFacts } from "../../../storage/facts";
import { newThenOld } from "./proxy";

interface HostOfTwoBuckets {
  /** Before the first copy. */
  before: Step[];
  /** The end of the sentence "Uploads since the first copy ..." */
  uploads: string;
  /** Between the second copy and the checks. */
  afterCopies: Step[];
  /** What the way back needs besides the settings, as more sentences. */
  wayBack: string;
  /** Before the old bucket is deleted. */
  end: Step[];
}

const MISSING = "are missing until the second copy has ended, so repeat the first copy if it took long.";
const SERVED = "are still served from the old bucket.";

export function hostOfTwoBuckets(input: RunbookInput): HostOfTwoBuckets {
  const { facts } = input;
  if (facts.mediaHost === undefined) return withoutHost();
  if (fallsBack(input)) return withFallback(input);
  return createdHost(facts) === undefined ? inProxy(input) : onlyNewBucket(facts.mediaHost);
}

/** Whether the host finds the objects of the old bucket: it requests the same keys there. */
function fallsBack(input: RunbookInput): boolean {
  const { mediaHost, bucket, app } = input.facts;
  return (
    mediaHost?.legacy !== undefined &&
    mediaHost.legacy.hostname !== app.webDomain &&
    sourceOf(input).keyPrefix === bucket.keyPrefix
  );
}

const withoutHost = (): HostOfTwoBuckets => ({
  before: [
    {
      says:
        "**Without a `mediaHost` the URLs of all media change with the bucket, and other servers keep the old URLs.** The old " +
        "bucket must stay readable. With a `mediaHost` the URLs do not change.",
    },
  ],
  uploads: MISSING,
  afterCopies: [],
  wayBack: "",
  end: [
    {
      says: "**Keep the old bucket, and keep it readable**, because other servers have its URLs. Delete its access key at its store, because nothing needs the key any more.",
    },
  ],
});

/** A proxy with hand-made rules for both. */
function inProxy(input: RunbookInput): HostOfTwoBuckets {
  const { hostname = "" } = input.facts.mediaHost ?? {};
  return {
    before: [
      {
        says:
          `Configure the proxy of ${hostname} to request the new bucket first, and the old bucket for objects that are not in the new one yet. ` +
          "nginx resolves both hostnames only when it starts and with `nginx -s reload`.",
        nginx: newThenOld(input),
      },
    ],
    uploads: SERVED,
    afterCopies: [
      {
        says:
          `Remove \`error_page\`, \`proxy_intercept_errors\` and \`@old_bucket\` from the configuration of the proxy of ${hostname}, and reload it. ${OTHERWISE} ` +
          "For some days look for 403 and 404 in its access log: these are files that only the old bucket has.",
      },
    ],
    wayBack: " Then let the proxy request the old bucket first, and the new one for what is missing.",
    end: [],
  };
}

/** A host that the stack creates has one bucket behind it. */
function onlyNewBucket({ hostname, kind }: MediaHostFacts): HostOfTwoBuckets {
  const says = `${hostname} serves only the new bucket, and never requests the old one.`;
  const rest = { uploads: MISSING, end: [keepsUrls(hostname)] };
  if (!answersBeforeDns(kind)) {
    return {
      ...rest,
      before: [
        {
          says:
            `${says} **If the hostname serves the old bucket today, it cannot serve the new one at the same time**: remove its DNS record, or the domain that owns it, before \`pulumi up\`, ` +
            "and media do not load until the second copy has ended. To avoid that, set another hostname, and the old one in `previousHosts` after the move.",
        },
      ],
      afterCopies: [],
      wayBack: ` If another host served the old bucket at ${hostname}, give the media host another hostname first (set \`mediaHost.protect: false\` and run \`pulumi up\`, change \`hostname\` and run it again), and then create the record of that host again.`,
    };
  }
  return {
    ...rest,
    before: [
      {
        says:
          `${says} If the hostname serves the old bucket today, do not change its DNS record before the second copy has ended. ` +
          `Until then add \`--connect-to ${hostname}:443:DOMAIN:443\` to the curl commands that check the media host, with \`domainName\` of the output \`mediaHosts\` as DOMAIN.`,
      },
    ],
    afterCopies: [{ says: `If ${hostname} still serves the old bucket, change its DNS record now.` }],
    wayBack: ` If another host served the old bucket at ${hostname}, point the DNS record at that host again.`,
  };
}

const keepsUrls = (hostname: string): Step => ({
  says: `**If URLs of media contain the old bucket's own host, keep the old bucket, and keep it readable**, because other servers have these URLs. Delete it only if all URLs contain ${hostname}.`,
});

const OTHERWISE = "Otherwise files that Mastodon deletes from now on are still served from the old bucket.";

/** `mediaHost.legacy` is the old bucket. */
function withFallback({ facts }: RunbookInput): HostOfTwoBuckets {
  const { hostname = "", legacy = { hostname: "" } } = facts.mediaHost ?? {};
  const isOwn = createdHost(facts) === undefined;
  const proxy = isOwn
    ? ", run `pulumi up`, and replace the configuration of the proxy"
    : ", and run `pulumi up`";
  // The host that DNS names today serves the old bucket, so its 200 proves nothing.
  const newHost = isOwn
    ? `--connect-to ${hostname}:443:NEW-PROXY:443\` to this curl command, with the hostname or the address of the new proxy as NEW-PROXY`
    : `--connect-to ${hostname}:443:DOMAIN:443\` to this curl command, with \`domainName\` of the output \`mediaHosts\` as DOMAIN`;
  return {
    before: [
      {
        says:
          `${hostname} serves the new bucket, and requests each object that is not there at ${legacyUrl(legacy)}/ (\`mediaHost.legacy\`), which must serve the old bucket. ` +
          `Check that with an old avatar or header: expect 200. If DNS names another host today, add \`${newHost}, and change the DNS record only when it prints 200.`,
        shell: `KEY=$(rclone lsf -R --files-only "old:$OLD_BUCKET/\${OLD_PREFIX}accounts" | grep -Exm 1 '[A-Za-z0-9/._-]+')
if [ -n "$KEY" ]; then
  curl -sSg -o /dev/null -w '%{http_code}\\n' "$MEDIA_URL/\${PREFIX}accounts/$KEY"
else
  echo "No old avatar or header was found." >&2
fi`,
      },
    ],
    uploads: SERVED,
    afterCopies: [
      {
        says: `Remove \`mediaHost.legacy\`${proxy}. ${OTHERWISE}`,
      },
    ],
    wayBack: ` Before that, set \`mediaHost.legacy\` again${proxy}: ${hostname} then also serves what Mastodon writes to the old bucket.`,
    end: [keepsUrls(hostname)],
  };
}
