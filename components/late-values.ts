/** Arguments that are outputs or promises. The same checks validate them when they are known. */
import { all, isSecret, output, runtime, type Input, type Output } from "@pulumi/pulumi";
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
import { shownError } from "./user-errors";

/** A value that is now known, with the path of its argument in the bucket's settings. */
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
    throw shownError(
      `${component} "${name}" has invalid values that were outputs or promises. The resources that contain them were not changed.${problemLines(shown)}`,
      shown,
    );
  };
}

/** The message of a secret value, which must not quote the value or a part of it. */
function withoutValue(problem: Problem, secrets: LateValue[]): Problem {
  const isAt = ({ path }: LateValue): boolean =>
    problem.path.endsWith(path) || problem.path.endsWith(path.replace(/\[\d+\]$/, ""));
  if (!secrets.some(isAt)) return problem;
  return {
    ...problem,
    message: `is invalid (${problem.code}; the value is not shown because it is a secret); correct it`,
  };
}

/**
 * The text of the bucket's policy; undefined if it has no statements. It is the plan's policy. If that has stand-ins, the policy is
 * built again from the settings with the real values, and validated. In a preview a value and so the text may stay unknown.
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

/** The tags. A value that is not known yet is validated later. */
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

/** Mocks return any string as an ARN, so it is replaced by the stand-in instead of being reported. */
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
      // Not undefined, because an undefined list item or tag would be omitted without an error.
      value: (text as unknown) ?? null,
      isSecret: secret,
    }),
  );
}

/**
 * In a unit test with Pulumi's mocks and in the offline preview there is no engine, so ARNs may be unknown. As in the env block, a
 * stand-in replaces values that are unknown or not strings. In a deployment such a value is an error.
 */
function mocked(
  known: Output<unknown>,
  standIn: string,
  isUsable: (value: unknown) => boolean,
): Output<unknown> {
  if (runtime.getEngine() !== undefined) return known;
  // Not in the SDK's types. Only this distinguishes an unknown value from a slow one.
  const { isKnown } = known as unknown as { isKnown: Promise<boolean> };
  const usable = isKnown.then((is) =>
    is ? known.apply((value) => (isUsable(value) ? value : standIn)) : standIn,
  );
  return output(usable);
}
