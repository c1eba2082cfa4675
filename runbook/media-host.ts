/** A media host that the stack creates: its DNS record, its checks, the copies that it keeps, and the step to a private bucket. */
import { shellWord } from "../env/formats/shell";
import { isDnsManual, isManagedKind, purgeCommand, refusalStatus } from "../hosts";
import { deletesOrHides, sameForPreviousHosts } from "../hosts/deleted-media";
import { duration } from "../hosts/duration";
import type { MediaHostFacts } from "../storage/facts";
import { docsPage } from "../validation/docs-page";
import type { BucketStorageFacts, RunbookInput, Section, Step } from "./index";
import { inlineCode } from "./session";

/** The media host, if the stack creates what serves it. */
export function createdHost({ mediaHost }: BucketStorageFacts): MediaHostFacts | undefined {
  return mediaHost !== undefined && isManagedKind(mediaHost.kind) ? mediaHost : undefined;
}

/** What has to be true of the media host before the switch, and what the operator does by hand for its hostnames. */
export function hostBeforeSwitch(input: RunbookInput, host: MediaHostFacts): string[] {
  return [recordBeforeSwitch(input, host), ...(host.steps ?? [])];
}

function recordBeforeSwitch(input: RunbookInput, { hostname, dns = "" }: MediaHostFacts): string {
  const needed = `**Before the switch, ${hostname} must serve the bucket.** \`pulumi up\` creates what serves it (${docsPage("media-host")}).`;
  if (!isDnsManual(dns)) return `${needed} It creates the DNS record too.`;
  const { instance, stack } = input;
  const option = stack === undefined ? "" : ` --stack ${shellWord(stack)}`;
  return (
    `${needed} **You create the DNS record**: name \`${hostname}\`, type CNAME, DNS only (not proxied). Its value is \`recordValue\` in the component's output \`mediaHosts\`. ` +
    `For an instance of this package's own program, ${inlineCode(`pulumi stack output ${shellWord(`${instance}MediaHosts`)}${option}`)} prints it.`
  );
}

/** Sets KEY to a key below a prefix, and runs the lines if there is one. */
function withKey(below: string, lines: string): string {
  return `KEY=$(store s3api list-objects-v2 --bucket="$BUCKET" --prefix=${below} --no-paginate --max-keys=1 --query "Contents[0].Key || ''" --output text)
if [ -n "$KEY" ]; then
${lines}
else
  echo "The bucket has no object that the media host serves." >&2
fi`;
}

/** What the checks ask for. They use the variables MEDIA_URL, BUCKET_URL and WEB: the origin of a page that shows media. */
export interface HostChecks {
  /** A prefix below which the media host serves keys, as a word of the shell. */
  served: string;
  /** A key that nobody may read, whether it exists or not, as a word of the shell. */
  hidden: string;
}

/** The section before the switch: what the media host answers, when the bucket has its first files. */
export function hostChecks({ hostname, kind }: MediaHostFacts, { served, hidden }: HostChecks): Section {
  return {
    title: "The media host, before the switch",
    steps: [
      {
        says:
          `A file through ${hostname}, without and with an \`Origin\`: 200 and \`access-control-allow-origin: *\`, both times. If the name cannot be resolved, its DNS record is missing ` +
          "or only some minutes old. **Continue only when both answers are right.**",
        shell: withKey(
          served,
          `  curl -sSg -I "$MEDIA_URL/$KEY"
  curl -sSg -I -H "Origin: $WEB" "$MEDIA_URL/$KEY"`,
        ),
      },
      {
        says: "Nobody can list, at the media host and at the bucket's own URL: 0, four times.",
        shell: `for url in "$MEDIA_URL" "$BUCKET_URL"; do
  for query in max-keys=1 list-type=2; do
    curl -sS "$url/?$query" | grep -c ListBucketResult
  done
done`,
      },
      {
        says: `A private key is refused at both: ${refusalStatus(kind) ?? 403} at the media host, and 403 (on R2 400) at the bucket's own URL. The key need not exist.`,
        shell: `for url in "$MEDIA_URL" "$BUCKET_URL"; do
  curl -sS -o /dev/null -w '%{http_code}\\n' "$url/"${hidden}
done`,
      },
    ],
  };
}

/** How long deleted files stay readable at the host, and what ends that. */
export function deletedMedia(host: MediaHostFacts, { objectAcls }: { objectAcls: boolean }): Step[] {
  const { hostname, kind, maxAgeSeconds } = host;
  const limit =
    maxAgeSeconds === undefined
      ? "for as long as your cache policy allows"
      : `for ${duration(maxAgeSeconds)} at most`;
  const command = purgeCommand(kind, hostname, "/*");
  return [
    {
      says:
        `Files that the app ${deletesOrHides({ hidesFiles: objectAcls })} stay readable at ${hostname} ${limit}. Browsers keep their own copies for as long as the app says.` +
        (command === undefined
          ? ""
          : ` To remove all copies from the media host at once, run ${inlineCode(command)}${sameForPreviousHosts(host)} where you have the credentials of Pulumi (not in this session). To remove one file, run ${inlineCode(purgeCommand(kind, hostname, "/KEY") ?? "")} with its key as KEY.`),
    },
  ];
}

/**
 * The step from a public bucket to one that only the media host reads. Empty if each object's ACL decides, because then the host
 * sends no credentials.
 */
export function privateBucket(
  facts: BucketStorageFacts,
  { hostname }: MediaHostFacts,
  { served }: HostChecks,
): Section[] {
  const direct = withKey(
    served,
    `  curl -sSg -o /dev/null -w '%{http_code}\\n' "$BUCKET_URL/$KEY"
  curl -sSg -o /dev/null -w '%{http_code}\\n' "$MEDIA_URL/$KEY"`,
  );
  const title = "The private bucket";
  if (facts.bucket.objectAcls) return [];
  if (facts.bucket.publicPrefixes.length === 0) {
    const says = `The bucket is private (\`access: cdn\`): its own URL answers 403 (on R2 400), and ${hostname} answers 200.`;
    return [{ title, steps: [{ says, shell: direct }] }];
  }
  return [
    {
      title: `${title}, when all checks are right`,
      steps: [
        {
          says:
            `Everybody can read media at ${hostname} and at the bucket's own URL. **Direct URLs of the bucket stop working with this step** (${docsPage("access-cdn")}). ` +
            "If other servers have such URLs, wait some weeks. Then, where you run Pulumi, set `access: cdn` in the config or the program, and run `pulumi up`.",
        },
        { says: `403 for the bucket's own URL, 200 for ${hostname}.`, shell: direct },
        {
          says: "To go back, set `access: bucket-policy` and run `pulumi up`. Direct URLs work again, and the media host keeps serving.",
        },
      ],
    },
  ];
}
