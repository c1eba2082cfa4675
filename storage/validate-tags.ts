/** What can be wrong with the tags of a bucket, a user or an object. */
import { at, type Problem } from "../validation/problem";
import { map, text } from "../validation/shape";

/** `check` judges a value. The limits are those that S3 and IAM share: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
export function tagsProblems(tags: unknown, path: string, most: number, check = text): Problem[] {
  return map(path, tags, (members) => {
    const entries = Object.entries(members);
    const problems = entries.flatMap(([name, value]) =>
      tagProblems(name, value ?? null, at(path, name), check),
    );
    if (entries.length > most) {
      problems.push({
        code: "tags-many",
        path,
        message: `has ${entries.length} tags; use at most ${most}`,
      });
    }
    return problems;
  });
}

/**
 * Names that Pulumi cannot carry to AWS. The SDK copies maps by assignment, which loses "__proto__"; it writes them into a label,
 * which "toString" turns into a TypeError; and it takes a map with the third key for a secret or an asset (runtime/rpc.ts in
 * https://github.com/pulumi/pulumi/tree/master/sdk/nodejs). The bridge to the AWS provider drops the others
 * (https://github.com/pulumi/pulumi-terraform-bridge/blob/main/pkg/reservedkeys/keys.go).
 */
const LOST_NAMES: ReadonlySet<string> = new Set([
  "__proto__",
  "toString",
  "4dabf18193072939515e22adb298388d",
  "__defaults",
  "__meta",
  "__pulumi_raw_state_delta",
]);

function tagProblems(name: string, value: unknown, path: string, check: typeof text): Problem[] {
  const problems = check(path, value, () => []);
  if (name === "") {
    problems.push({
      code: "tag-name-empty",
      path,
      message: "has a tag without a name; set a name, or remove the tag",
    });
  }
  if (/^aws:/i.test(name)) {
    problems.push({
      code: "tag-name-reserved",
      path,
      message: 'begins with "aws:", which AWS reserves; choose another name',
    });
  }
  if (LOST_NAMES.has(name)) {
    problems.push({
      code: "tag-name-lost",
      path,
      message: "is a name that Pulumi does not pass on to AWS; choose another name",
    });
  }
  if (name.length > 128) {
    problems.push({
      code: "tag-name-length",
      path,
      message: `has a name of ${name.length} characters; use at most 128`,
    });
  }
  if (typeof value === "string" && value.length > 256) {
    problems.push({
      code: "tag-value-length",
      path,
      message: `has a value of ${value.length} characters; use at most 256`,
    });
  }
  return problems;
}
