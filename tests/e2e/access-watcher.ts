/** Reads policy, block and distributions from the local AWS all the time, and judges who could read what. */
import { setTimeout as sleep } from "node:timers/promises";
import {
  CloudFrontClient,
  ListDistributionsCommand,
  type CacheBehavior,
  type DistributionSummary,
  type Origin,
} from "@aws-sdk/client-cloudfront";
import { cloudFrontRequest } from "../../access/cloudfront";
import {
  evaluate,
  type AccessRequest,
  type Policies,
  type Principal,
  type PublicAccessBlock,
} from "../../access/evaluate";
import { matches, pattern } from "../../access/evaluate/match";
import type { PolicyDocument } from "../../access/policy";
import { simulate } from "../access/simulator";
import { asOwner } from "./as-owner";

/** The local AWS's account. */
const ACCOUNT = "123456789012";
const ABROAD = "999999999999";
const PAUSE_MS = 10;
const REST_MS = 60_000;

/** What decides who may read, as it was at one moment. */
interface State {
  policy: PolicyDocument | undefined;
  block: Partial<PublicAccessBlock>;
  distributions: DistributionSummary[];
}

/** What the watcher saw since the last report. */
export interface Seen {
  rounds: number;
  /** Requests that nobody may be allowed, with the state in which one was. */
  leaks: string[];
  /** Requests to which evaluator and simulator gave different answers. */
  disagreements: string[];
  /** In each state, in order and without repetition: by which ways the public objects were readable. */
  ways: string[];
}

export interface Watched {
  bucket: string;
  hostname: string;
  publicKeys: string[];
  privateKeys: string[];
}

export class AccessWatcher {
  private readonly cloudFront: CloudFrontClient;
  private readonly judged = new Map<string, Promise<Omit<Seen, "rounds">>>();
  private readonly loop: Promise<void>;
  private seen: Seen = nothing();
  private stopped = false;
  private failure: unknown;

  constructor(
    private readonly url: string,
    private readonly watched: Watched,
  ) {
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    this.cloudFront = new CloudFrontClient({ endpoint: url, region: "us-east-1", credentials });
    this.loop = this.watch().catch((error: unknown) => {
      this.failure = error;
    });
  }

  /** Everything since the last call, with at least one whole round that began after this one. */
  async take(): Promise<Seen> {
    const before = this.seen.rounds;
    const end = Date.now() + REST_MS;
    while (this.seen.rounds < before + 2) {
      if (this.failure !== undefined) throw this.failure as Error;
      if (Date.now() > end) throw new Error("the watcher had no whole round");
      await sleep(PAUSE_MS);
    }
    const { seen } = this;
    this.seen = nothing();
    return seen;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.loop;
    this.cloudFront.destroy();
  }

  private async watch(): Promise<void> {
    while (!this.stopped) {
      const [block, policy, distributions] = [
        await this.block(),
        await this.policy(),
        await this.distributions(),
      ];
      const [policyAfter, blockAfter] = [await this.policy(), await this.block()];
      // Nobody knows which of two states S3 was in while they were read: nothing may leak in any combination of them.
      for (const one of [policy, policyAfter])
        for (const other of [block, blockAfter])
          await this.add(
            { policy: one, block: other, distributions },
            same(policy, policyAfter) && same(block, blockAfter),
          );
      this.seen.rounds++;
      await sleep(PAUSE_MS);
    }
  }

  private async add(state: State, isOneMoment: boolean): Promise<void> {
    const key = JSON.stringify([
      state.policy,
      state.block,
      state.distributions.map((one) => [
        one.ARN,
        one.Aliases?.Items,
        one.Enabled,
        one.CacheBehaviors,
        one.DefaultCacheBehavior,
        one.Origins,
        one.OriginGroups,
      ]),
    ]);
    const known = this.judged.get(key) ?? judge(state, this.watched);
    this.judged.set(key, known);
    const { leaks, disagreements, ways } = await known;
    this.seen.leaks.push(...leaks.filter((one) => !this.seen.leaks.includes(one)));
    this.seen.disagreements.push(...disagreements.filter((one) => !this.seen.disagreements.includes(one)));
    const [way = ""] = ways;
    if (isOneMoment && this.seen.ways.at(-1) !== way) this.seen.ways.push(way);
  }

  private async policy(): Promise<PolicyDocument | undefined> {
    const text = await this.ask("policy");
    return text === undefined ? undefined : (JSON.parse(text) as PolicyDocument);
  }

  private async block(): Promise<Partial<PublicAccessBlock>> {
    const text = await this.ask("publicAccessBlock");
    const isOn = (name: string): boolean => new RegExp(`<${name}>true</${name}>`, "i").test(text ?? "");
    return {
      blockPublicAcls: isOn("BlockPublicAcls"),
      ignorePublicAcls: isOn("IgnorePublicAcls"),
      blockPublicPolicy: isOn("BlockPublicPolicy"),
      restrictPublicBuckets: isOn("RestrictPublicBuckets"),
    };
  }

  /** A part of the bucket; undefined while it does not exist. */
  private async ask(part: string): Promise<string | undefined> {
    const answer = await fetch(`${this.url}/${this.watched.bucket}?${part}`, {
      headers: { Authorization: asOwner("s3") },
    });
    const text = await answer.text();
    if (answer.status === 200) return text;
    if (answer.status === 404) return undefined;
    throw new Error(`${part}: ${answer.status} ${text}`);
  }

  private async distributions(): Promise<DistributionSummary[]> {
    const { DistributionList } = await this.cloudFront.send(new ListDistributionsCommand({}));
    return DistributionList?.Items ?? [];
  }
}

const nothing = (): Seen => ({ rounds: 0, leaks: [], disagreements: [], ways: [] });

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

type Ask = Pick<AccessRequest, "principal" | "context"> & { identityPolicies?: PolicyDocument[] };

const EVERYTHING: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
};

const TLS = { "aws:SecureTransport": "true" };
const service = (name: string): Principal => ({ kind: "service", service: name });

/** Everybody but the writer and the account's own people. */
function strangers(arns: string[]): [who: string, ask: Ask][] {
  const abroad: Principal = { kind: "aws", arn: `arn:aws:iam::${ABROAD}:user/eve`, accountId: ABROAD };
  return [
    ["anybody", { principal: { kind: "anonymous" }, context: TLS }],
    ["anybody over http", { principal: { kind: "anonymous" }, context: { "aws:SecureTransport": "false" } }],
    ["another account", { principal: abroad, context: TLS, identityPolicies: [EVERYTHING] }],
    [
      "another account's distribution",
      cloudFrontRequest(`arn:aws:cloudfront::${ABROAD}:distribution/E1ABROAD`),
    ],
    [
      "a distribution that is not the host's",
      cloudFrontRequest(`arn:aws:cloudfront::${ACCOUNT}:distribution/E1OTHER`),
    ],
    ["CloudFront without a source", { principal: service("cloudfront.amazonaws.com"), context: TLS }],
    ["log delivery", { principal: service("logging.s3.amazonaws.com"), context: TLS }],
    ...arns.map((arn): [string, Ask] => [`the host's ${arn}`, cloudFrontRequest(arn)]),
  ];
}

const OF_BUCKET = [
  "ListBucket",
  "ListBucketVersions",
  "ListBucketMultipartUploads",
  "GetBucketPolicy",
  "PutBucketPolicy",
];
const OF_OBJECTS = ["PutObject", "DeleteObject", "GetObjectVersion", "GetObjectAcl", "PutObjectAcl"];

async function judge(
  state: State,
  { bucket, hostname, publicKeys, privateKeys }: Watched,
): Promise<Omit<Seen, "rounds">> {
  const { policy: bucketPolicy, block: publicAccessBlock, distributions } = state;
  const arn = `arn:aws:s3:::${bucket}`;
  const disagreements: string[] = [];
  const allows = async (who: string, ask: Ask, action: string, resource: string): Promise<boolean> => {
    const { identityPolicies = [], ...rest } = ask;
    const request: AccessRequest = { ...rest, action: `s3:${action}`, resource };
    const policies: Policies = {
      bucketAccountId: ACCOUNT,
      identityPolicies,
      publicAccessBlock,
      ...(bucketPolicy && { bucketPolicy }),
    };
    const [ours, theirs] = [evaluate(request, policies).effect, (await simulate(request, policies)).effect];
    if (ours !== theirs) disagreements.push(`${who} ${action} ${resource}: ${ours}, simulator: ${theirs}`);
    return ours === "allow" || theirs === "allow";
  };
  const hosts = distributions.flatMap((one) => one.ARN ?? []);
  const leaks: string[] = [];
  for (const [who, ask] of strangers(hosts)) {
    const forbidden: [string, string][] = [
      ...OF_BUCKET.map((action): [string, string] => [action, arn]),
      ...OF_OBJECTS.map((action): [string, string] => [action, `${arn}/${publicKeys[0]}`]),
      ...privateKeys.map((key): [string, string] => ["GetObject", `${arn}/${key}`]),
    ];
    for (const [action, resource] of forbidden)
      if (await allows(who, ask, action, resource))
        leaks.push(`${who} may ${action} ${resource}: ${JSON.stringify(state)}`);
  }
  // Another origin is no bucket: nobody knows whom it answers.
  for (const one of distributions)
    for (const key of privateKeys)
      if (originsOf(one, key).some((origin) => !isSigned(origin)))
        leaks.push(`${one.ARN ?? ""} may request ${key} elsewhere: ${JSON.stringify(state)}`);
  const every = async (ask: Ask): Promise<boolean> => {
    for (const key of publicKeys)
      if (!(await allows("a reader", ask, "GetObject", `${arn}/${key}`))) return false;
    return true;
  };
  const isDirect = await every({ principal: { kind: "anonymous" }, context: TLS });
  const serving = distributions.find((one) => serves(one, hostname, publicKeys));
  const isServed = serving?.ARN !== undefined && (await every(cloudFrontRequest(serving.ARN)));
  const ways = [isDirect ? "direct" : "", isServed ? "host" : ""].filter((way) => way !== "").join(" and ");
  return { leaks, disagreements, ways: [ways || "none"] };
}

/** Whether the distribution answers for the hostname, passes on the keys and no private one, and signs what it asks the bucket. */
function serves(distribution: DistributionSummary, hostname: string, keys: string[]): boolean {
  const { Aliases, Enabled } = distribution;
  return (
    Enabled === true &&
    (Aliases?.Items ?? []).includes(hostname) &&
    keys.every((key) => {
      const [first] = behaviorOf(distribution, key) === undefined ? [] : originsOf(distribution, key);
      return first !== undefined && isSigned(first);
    })
  );
}

const isSigned = ({ OriginAccessControlId = "" }: Origin): boolean => OriginAccessControlId !== "";

/** The behavior with a path pattern that serves the key; undefined for the default one. */
function behaviorOf({ CacheBehaviors }: DistributionSummary, key: string): CacheBehavior | undefined {
  return CacheBehaviors?.Items?.find(({ PathPattern = "" }) =>
    matches(pattern(PathPattern, () => undefined) ?? [], `/${key}`),
  );
}

/** Where the key can be requested, the first choice first. */
function originsOf(distribution: DistributionSummary, key: string): Origin[] {
  const { DefaultCacheBehavior, OriginGroups, Origins } = distribution;
  const { TargetOriginId: target } = behaviorOf(distribution, key) ?? DefaultCacheBehavior ?? {};
  const group = OriginGroups?.Items?.find(({ Id }) => Id === target);
  const ids = group?.Members?.Items?.map(({ OriginId }) => OriginId) ?? [target];
  return ids.flatMap((id) => Origins?.Items?.find(({ Id }) => Id === id) ?? []);
}
