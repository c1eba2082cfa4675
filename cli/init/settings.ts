import { APPS } from "../../apps";
import type { App } from "../../apps/app";
import type { AppName } from "../../apps/names";
import { MediaHostSigning } from "../../hosts/args";
import { MastodonAccess } from "../../apps/mastodon/args";
import { APP_FORMS } from "./app-forms";
import { storeOfAnswers, type AnswerName, type Answers } from "./answers";
import { BucketSource } from "../../storage/args";
import { InitHost } from "./media-hosts";

/** A member of the settings, with a comment for the stack file. */
export interface Setting {
  key: string;
  comment: string;
  value: unknown;
  /** Whether it is written as a block of members with comments of their own. */
  members?: Setting[];
  /** Whether the value is written in double quotes. */
  isQuoted?: boolean;
}

/** The settings of the new instance. The answers may be invalid; `problemsOfAnswers` checks the settings. */
export function settingsOf(app: AppName, answers: Answers): Setting[] {
  const form = APP_FORMS[app];
  const { bucketMember }: App = APPS[app];
  const { domainSetting } = form;
  const bucket = bucketSettings(app, answers);
  return [
    { ...domainSetting, value: domainSetting.value(answers.domain ?? "") },
    {
      key: "version",
      comment: `${form.version}. Keep the quotes, because YAML reads 4.10 as 4.1.`,
      value: answers.appVersion,
      isQuoted: true,
    },
    ...(form.hasTenant
      ? [
          {
            key: "tenantId",
            comment:
              "STORAGE_TENANT_ID of the instance. All files are found under it, so it cannot change later.",
            value: answers.tenantId,
          },
        ]
      : []),
    ...(answers.protocolEndpoint === "yes"
      ? [
          {
            key: "protocolEndpoint",
            comment: "The S3 API that Storage offers itself, with a key pair of its own.",
            value: {},
          },
        ]
      : []),
    ...(bucketMember === undefined
      ? bucket
      : [
          {
            key: bucketMember,
            comment: "The bucket in which the app keeps its files.",
            value: dataOf(bucket),
            members: bucket,
          },
        ]),
  ];
}

/** The settings without comments. */
export function dataOf(settings: readonly Setting[]): Record<string, unknown> {
  return Object.fromEntries(settings.map(({ key, value }) => [key, value]));
}

function bucketSettings(app: AppName, answers: Answers): Setting[] {
  const { bucket, region, accountId, endpoint, accessKeyId, principal } = answers;
  const store = storeOfAnswers(answers);
  const isGiven = store?.product.can.writerKeys === false;
  const byHand = store?.product.bucketByHand;
  const settings: Setting[] = [
    {
      key: "bucket",
      comment: `The name of the bucket. ${
        byHand === undefined
          ? "`pulumi up` creates it, so no bucket may have this name yet."
          : `You create it: ${byHand.command(bucket ?? "")}`
      }`,
      value: bucket,
    },
    ...(byHand === undefined
      ? []
      : [
          {
            key: "bucketSource",
            comment: "The bucket exists: the library neither creates nor deletes it.",
            value: BucketSource.Existing,
          },
        ]),
  ];
  if (store !== undefined) {
    const { definition, product, kind } = store;
    const { productMember, needsEndpoint = false, needsAccount = false } = definition;
    const members = {
      ...(productMember !== undefined && { [productMember]: product.name }),
      ...(needsEndpoint && { endpoint }),
      ...(needsAccount ? { accountId } : { region }),
    };
    settings.push({
      key: "store",
      comment: `Where the bucket is: ${product.title}. It cannot move later.`,
      value: { [kind]: members },
    });
  }
  if (isGiven) {
    settings.push({
      key: "writer",
      comment:
        "The access key with which the app uploads, and its user. The key's secret is a config value of its own.",
      value: { given: { accessKeyId, ...(principal !== undefined && { principal }) } },
    });
  }
  return [...settings, ...hostSettings(app, answers)];
}

function hostSettings(app: AppName, answers: Answers): Setting[] {
  const { mediaHost, mediaHostname, signing, purge, dns, zoneId, zoneName } = answers;
  const host = (comment: string, kind: object): Setting => ({
    key: "mediaHost",
    comment,
    value: { hostname: mediaHostname, ...kind },
  });
  if (mediaHost === InitHost.External) {
    const webEndpoint =
      signing === undefined ? storeOfAnswers(answers)?.product.webEndpoint?.example : undefined;
    return [
      host(
        `The public hostname of the media. Your own proxy serves it: \`media-storage proxy\` prints its configuration.${
          webEndpoint === undefined
            ? ""
            : " Only the proxy may reach webEndpoint, which serves the whole bucket."
        }`,
        {
          external: {
            ...(webEndpoint !== undefined && { webEndpoint }),
            ...(signing !== undefined && { signing }),
            // The store gets the proxy's path, which must begin with the bucket.
            ...(signing === MediaHostSigning.PreserveHost && { path: answers.bucket }),
            ...(purge === "yes" && { purge: {} }),
          },
        },
      ),
    ];
  }
  if (mediaHost === InitHost.R2) {
    return [
      host(
        "The public hostname of the media. A Worker at Cloudflare serves it, and `pulumi up` creates its DNS record, so no record may exist yet.",
        { r2: { zoneId, zoneName } },
      ),
    ];
  }
  if (mediaHost !== InitHost.CloudFront) return [];
  const managed = host("The public hostname of the media. CloudFront serves it.", {
    cloudFront: { dns: { [dns ?? ""]: { zoneId, zoneName } } },
  });
  return [...privateBucket(app), managed];
}

/** Only Mastodon has a choice. */
function privateBucket(app: AppName): Setting[] {
  if (app !== "mastodon") return [];
  return [
    {
      key: "access",
      comment: "The bucket is private, and everybody reads media through CloudFront.",
      value: MastodonAccess.Cdn,
    },
  ];
}

/** The option that sets the member at a path below the app's settings. The longest path that fits counts. */
const OPTIONS: Readonly<Record<string, AnswerName>> = {
  webDomain: "domain",
  origins: "domain",
  publicUrl: "domain",
  version: "appVersion",
  tenantId: "tenantId",
  protocolEndpoint: "protocolEndpoint",
  bucket: "bucket",
  store: "store",
  "store.endpoint": "endpoint",
  "store.region": "region",
  "store.accountId": "accountId",
  "writer.given.accessKeyId": "accessKeyId",
  "writer.given.principal": "principal",
  access: "mediaHost",
  mediaHost: "mediaHost",
  "mediaHost.hostname": "mediaHostname",
  "mediaHost.external.signing": "signing",
  "mediaHost.external.purge": "purge",
  "mediaHost.cloudFront.dns": "dns",
  "mediaHost.cloudFront.dns.zoneId": "zoneId",
  "mediaHost.cloudFront.dns.zoneName": "zoneName",
  "mediaHost.r2.zoneId": "zoneId",
  "mediaHost.r2.zoneName": "zoneName",
};

/** The answer that a property path below the app's settings comes from; undefined if it comes from none. */
export function answerAt(app: AppName, path: string): AnswerName | undefined {
  const { bucketMember }: App = APPS[app];
  const inBucket = `${bucketMember ?? ""}.`;
  const withoutBucket = path.startsWith(inBucket) ? path.slice(inBucket.length) : path;
  const withoutChoice = withoutBucket
    .replace(/^store\.[^.]+/, "store")
    .replace(/^mediaHost\.cloudFront\.dns\.[^.]+/, "mediaHost.cloudFront.dns")
    .replace(/\[.*/, "");
  const fitting = Object.entries(OPTIONS).filter(
    ([key]) => withoutChoice === key || withoutChoice.startsWith(`${key}.`),
  );
  return fitting.sort(([a], [b]) => b.length - a.length)[0]?.[1];
}
