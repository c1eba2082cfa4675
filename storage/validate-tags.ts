/** Rules about the tags of a bucket, a user or an object. */
import type { EditorCheck } from "../validation/editor-check";
import { ownMember } from "../validation/own-member";
import type { Reason } from "../validation/problem";
import type { Rules } from "../validation/rules";
import { ifSound } from "../validation/sound-part";

/** The rules about `tags`. The limits are those that S3 and IAM share: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
export function tagRules(most: number): Rules<{ tags?: Readonly<Record<string, unknown>> }> {
  return [
    {
      at: "tags",
      editor: [{ most }, TAG_NAMES],
      findings: ({ tags = {} }) => {
        const names = Object.keys(tags);
        const findings = names.flatMap((name) =>
          tagProblems(
            name,
            ifSound(() => ownMember(tags, name)),
          ).map((reason) => ({ ...reason, path: name })),
        );
        if (names.length <= most) return findings;
        return [...findings, { code: "tags-many", message: `has ${names.length} tags; use at most ${most}` }];
      },
    },
  ];
}

/**
 * Names that Pulumi cannot carry to AWS. The SDK copies maps by assignment, which loses "__proto__"; it writes them into a label,
 * where "toString" causes a TypeError; and it reads a map with the third key as a secret or an asset (runtime/rpc.ts in
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

const TAG_NAMES: EditorCheck = {
  memberNames: new RegExp(`^(?![aA][wW][sS]:)(?!(${[...LOST_NAMES].join("|")})$).{1,128}$`),
  message:
    'The name of this tag is not valid; use 1 to 128 characters, without "aws:" in front, and no name that Pulumi reserves.',
};

/** The problems of a tag; `value` is undefined if its type is wrong. */
function tagProblems(name: string, value: unknown): Reason[] {
  const problems: Reason[] = [];
  if (name === "") {
    problems.push({
      code: "tag-name-empty",
      message: "has a tag without a name; set a name, or remove the tag",
    });
  }
  if (/^aws:/i.test(name)) {
    problems.push({
      code: "tag-name-reserved",
      message: 'begins with "aws:", which AWS reserves; choose another name',
    });
  }
  if (LOST_NAMES.has(name)) {
    problems.push({
      code: "tag-name-lost",
      message: "is a name that Pulumi does not pass on to AWS; choose another name",
    });
  }
  if (name.length > 128) {
    problems.push({
      code: "tag-name-length",
      message: `has a name of ${name.length} characters; use at most 128`,
    });
  }
  if (typeof value === "string" && value.length > 256) {
    problems.push({
      code: "tag-value-length",
      message: `has a value of ${value.length} characters; use at most 256`,
    });
  }
  return problems;
}
