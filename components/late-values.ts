/** Arguments that are outputs or promises: they are judged, by the same checks, when they are known. */
import { all, isSecret, output, RunError, runtime, type Input, type Output } from "@pulumi/pulumi";
import { distributionParts } from "../access/cloudfront";
import type { BucketSettings, StorageSettings } from "../storage/args";
import { bucketPolicy } from "../storage/bucket-policy";
import type { BucketPlan } from "../storage/plan";
import {
  standIns,
  withInputsReplaced,
  type PolicyInputKind,
  type PolicySettings,
} from "../storage/policy-inputs";
import { at, problemLines, type Problem } from "../validation/problem";
import { isDeferred } from "../validation/shape";
import { withoutSecrets } from "../validation/without-secrets";
import { secretConfigTexts } from "./secret-config";

/** A value that has become known, with the path of its argument within the bucket's settings. */
interface LateValue {
  path: string;
  value: unknown;
  isSecret: boolean;
}

/** Throws one error that lists all problems of settings in which late values have been filled in. */
export type LateCheck = (settings: PolicySettings, late: LateValue[]) => void;

/** A check of a component's late values; `validate` returns the problems of its args with these settings of the bucket. */
export function lateCheck(
  component: string,
  name: string,
  validate: (settings: PolicySettings) => Problem[],
): LateCheck {
  return (settings, late) => {
    const problems = validate(settings);
    if (problems.length === 0) return;
    const secrets = late.filter((one) => one.isSecret);
    const texts = secrets.flatMap(({ value }) => (typeof value === "string" ? [value] : []));
    const shown = withoutSecrets(
      problems.map((problem) => withoutValue(problem, secrets)),
      settings,
      [...secretConfigTexts(), ...texts],
    );
    // Pulumi shows the message of a RunError without a stack trace, and fails the deployment.
    throw new RunError(
      `${component} "${name}" has invalid values that were outputs or promises. The resources that contain them were not changed.${problemLines(shown)}`,
    );
  };
}

/** The problem of a secret value quotes it, or parts of it that are too short to be found in the text. */
function withoutValue(problem: Problem, secrets: LateValue[]): Problem {
  const isAt = ({ path }: LateValue): boolean =>
    problem.path.endsWith(path) || problem.path.endsWith(path.replace(/\[\d+\]$/, ""));
  if (!secrets.some(isAt)) return problem;
  return {
    ...problem,
    message: `is invalid (${problem.code}), and is not shown because it is secret; correct the value`,
  };
}

/**
 * The text of the bucket's policy; undefined for one without statements. It is the plan's policy, unless that has stand-ins:
 * then the policy is made, and judged, of the settings with the values. In a preview a value may stay unknown, and so does the
 * text.
 */
export function policyText(
  { policy, needs, store }: BucketPlan,
  settings: PolicySettings,
  check: LateCheck,
): Input<string> | undefined {
  if (policy.Statement.length === 0) return undefined;
  const found = new Map<string, { value: unknown; kind: PolicyInputKind }>();
  withInputsReplaced(settings, (value, kind, path) => {
    found.set(path, { value, kind });
    return "";
  });
  if (found.size === 0 && settings.distributionArns === undefined) return JSON.stringify(policy);
  const standIn = standIns(store);
  const isMade = (path: string): boolean => path.startsWith("distributionArns");
  const values = [...found].map(([path, { value, kind }]) =>
    lateValue(path, value, standIn(value, kind, path), isMade(path) ? isDistributionArn : isString),
  );
  return all(values).apply((late) => {
    const byPath = new Map(late.map(({ path, value }) => [path, value as string]));
    const settled = withInputsReplaced(settings, (_, __, path) => byPath.get(path) as string);
    check(settled, late);
    return JSON.stringify(bucketPolicy(settled, needs, store));
  });
}

/** A value that is judged when it is known; `settled` returns the settings with it. */
export function checkedInput(
  path: string,
  value: Input<string>,
  standIn: string,
  check: LateCheck,
  settled: (known: string) => BucketSettings,
): Input<string> {
  if (!isDeferred(value)) return value;
  return lateValue(path, value, standIn).apply((late) => {
    const known = late.value as string;
    check(settled(known), [late]);
    return known;
  });
}

/** The tags; a value that is not known yet is judged when it is. */
export function checkedTags(
  settings: StorageSettings,
  check: LateCheck,
): Record<string, Input<string>> | undefined {
  const { tags } = settings;
  if (tags === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(tags).map(([name, value]): [string, Input<string>] => {
      if (!isDeferred(value)) return [name, value];
      const checked = lateValue(at("tags", name), value, "").apply((late) => {
        const known = late.value as string;
        check({ ...settings, tags: { ...tags, [name]: known } }, [late]);
        return known;
      });
      return [name, checked];
    }),
  );
}

const isString = (value: unknown): boolean => typeof value === "string";

/** What a unit test's mocks answer for a resource of the component is not the test's own value, so nothing is wrong with it. */
const isDistributionArn = (value: unknown): boolean =>
  typeof value === "string" && distributionParts(value) !== undefined;

function lateValue(
  path: string,
  value: unknown,
  standIn: string,
  isUsable: (value: unknown) => boolean = isString,
): Output<LateValue> {
  const known: Output<unknown> = output(value);
  return all([mocked(known, standIn, isUsable), output(isSecret(known))]).apply(
    ([text, secret]): LateValue => ({
      path,
      // An empty list item or tag, rather than none at all, which would be left out without an error.
      value: (text as unknown) ?? null,
      isSecret: secret,
    }),
  );
}

/**
 * In a unit test with Pulumi's mocks, and in the offline preview, there is no engine, and usually nobody who makes up an ARN:
 * a stand-in takes the place of what is unknown or is not a string, as in the env block. In a deployment that is an error.
 */
function mocked(
  known: Output<unknown>,
  standIn: string,
  isUsable: (value: unknown) => boolean,
): Output<unknown> {
  if (runtime.getEngine() !== undefined) return known;
  // Not in the SDK's types; without it an unknown value could not be told from a slow one.
  const { isKnown } = known as unknown as { isKnown: Promise<boolean> };
  const usable = isKnown.then((is) =>
    is ? known.apply((value) => (isUsable(value) ? value : standIn)) : standIn,
  );
  return output(usable);
}
