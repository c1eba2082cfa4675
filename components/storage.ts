import { output, type ComponentResource, type Output } from "@pulumi/pulumi";
import { bucketPart, withBucket, type App } from "../apps/app";
import { problemsOf } from "../apps/checked-args";
import type { BucketSettings, Credentials } from "../storage/args";
import type { MediaHostOutput } from "../storage/media-host-output";
import type { BucketPlan, StoragePlan } from "../storage/plan";
import type { PolicySettings } from "../storage/policy-inputs";
import { bucketPolicyProblems } from "../storage/validate-policy";
import type { MediaHostArgs } from "../hosts/args";
import { at, type Problem } from "../validation/problem";
import type { StoreArgs, WriterArgs } from "./args";
import { storeResources } from "./stores";
import { invalidArgs, requireName } from "./invalid-args";
import type { StorageOptions } from "./options";
import { ownersOfDeployment } from "./owners-of-deployment";
import { checkedTags, lateCheck, type LateCheck } from "./late-values";
import { createMediaHost, hostPackageProblems, mediaHostsOutput, type CreatedHost } from "./hosts";
import { partNameProblems } from "./hosts/shared-parts";
import { createWriter } from "./writers";

/**
 * The plan of a component's args, and the check for their late values. Throws one error that lists all problems. `packageProblems`
 * returns those of the packages that the component itself needs, whatever its store and its host are.
 */
export function validPlan<A extends object, P extends StoragePlan>(
  component: string,
  name: string,
  app: App<A, P>,
  args: A,
  opts?: StorageOptions,
  packageProblems: () => Problem[] = () => [],
): { plan: P; check: LateCheck } {
  requireName(component, name, `new ${component}("social", { ... })`);
  const problems = problemsOf(app, args);
  if (problems.length > 0) throw invalidArgs(component, name, args, problems);
  const plan = app.plan(args);
  const path = at(app.bucketMember ?? "", "store");
  const { mediaHost } = args as { mediaHost?: MediaHostArgs };
  const beforehand = [
    ...((plan.bucket && storeResources(plan.bucket.store).providerProblems?.(path, opts)) ?? []),
    ...((plan.bucket && storeResources(plan.bucket.store).packageProblems?.(path)) ?? []),
    ...packageProblems(),
    ...hostPackageProblems(mediaHost),
    ...partNameProblems(name, mediaHost, opts?.cloudFrontParts),
  ];
  if (beforehand.length > 0) throw invalidArgs(component, name, args, beforehand);
  const shared = sharedProblems(`${component} "${name}"`, app, args);
  if (shared.length > 0) throw invalidArgs(component, name, args, shared);
  const check = lateCheck(component, name, ({ distributionArns, ...bucket }) => {
    const found = app.validate(withBucket(app, args, bucket));
    if (found.length > 0 || distributionArns === undefined || plan.bucket === undefined) return found;
    const { needs, store } = plan.bucket;
    return bucketPolicyProblems({ ...bucket, distributionArns }, needs, store, app.bucketMember ?? "");
  });
  return { plan, check };
}

/** What another component of the same deployment has already. */
function sharedProblems(owner: string, app: Pick<App, "bucketMember">, args: object): Problem[] {
  const bucket = bucketPart(app, args);
  const owners = ownersOfDeployment();
  if (owners === undefined || bucket === undefined) return [];
  const path = app.bucketMember ?? "";
  return [...owners.bucketProblems(owner, bucket, path), ...owners.hostProblems(owner, bucket, path)];
}

interface CreatedStorage {
  bucketName: Output<string>;
  /** Undefined if the store has no bucket policies. */
  bucketArn: Output<string | undefined>;
  region: Output<string>;
  /** What serves each hostname of the media; undefined if the library creates nothing for it. */
  mediaHosts: Output<MediaHostOutput[] | undefined>;
  /** Undefined if the app uses a role's credentials. */
  credentials: Credentials<Output<string>> | undefined;
}

/** Creates the bucket and its writer. `args` are the plan's settings. They may contain outputs, which `check` validates later. */
export function createStorage(
  name: string,
  plan: BucketPlan,
  args: BucketSettings & { store: StoreArgs; writer?: WriterArgs; mediaHost?: MediaHostArgs },
  check: LateCheck,
  parent: ComponentResource,
  opts?: StorageOptions,
): CreatedStorage {
  const { store } = plan;
  const { children, createBucket } = storeResources(store);
  const child = children(name, args.store, parent, opts);
  const tags = checkedTags(args, check);
  const tagged = { ...args, ...(tags && { tags }) };
  // Create the host first, because the bucket policy contains the ARNs of its distributions.
  const { mediaHost } = args;
  const parts = opts?.cloudFrontParts;
  const host =
    mediaHost &&
    createMediaHost({ name, plan, mediaHost, check, child, ...(tags && { tags }), ...(parts && { parts }) });
  const { bucket, beforeReaders, beforeKeys } = createBucket(
    name,
    plan,
    { ...tagged, ...distributionArns(plan, host) },
    check,
    child,
  );
  // What leads readers to the host comes last, so that they reach it only once the bucket lets it read.
  host?.open(beforeReaders);
  return {
    bucketName: bucket.bucket,
    // Computed, so that it is known in a preview and in a unit test with mocks, which return only inputs. It waits for the bucket.
    bucketArn: bucket.bucket.apply(() => store.bucketArn?.(args.bucket)),
    region: output(store.region),
    mediaHosts: mediaHostsOutput(host),
    credentials: createWriter(name, plan, tagged, child, beforeKeys),
  };
}

/** The distributions that the bucket policy lets read; none where the ACLs of objects decide. */
function distributionArns(
  { needs }: BucketPlan,
  host: CreatedHost | undefined,
): Pick<PolicySettings, "distributionArns"> {
  return host === undefined || needs.hostReads === undefined
    ? {}
    : { distributionArns: host.distributionArns };
}
