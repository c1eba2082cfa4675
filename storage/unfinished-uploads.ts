/** What an operator should know of uploads that are never completed, where the library cannot manage the rule that ends them. */
import { shellWord } from "../env/formats/shell";
import { storeOf } from "../stores/store";
import { LIBRARY_RULE_IDS } from "./lifecycle-rules";
import type { StorageSettings } from "./args";

/** `days` is after how many the parts of an upload are of no use to the app any more; `cause` a fault of the app that leaves them. */
export function unfinishedUploadWarnings(
  settings: Pick<StorageSettings, "bucket" | "store">,
  days: number,
  cause = "",
): string[] {
  const store = storeOf(settings.store);
  if (store.can.lifecycle) return [];
  return [
    `Nothing deletes the parts of uploads that are never completed: lifecycle rules cannot be managed on ${store.server ?? store.kind}. ${cause}` +
      `Set the rule yourself, with the key of the bucket's owner in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY` +
      `${store.caFile === undefined ? "" : " and the authority's certificate in the file that the command names"}:\n` +
      `    ${setRuleCommand(settings, days)}\n` +
      "A bucket that has rules keeps them, and the command says so, because setting one rule removes all others; docs/ceph.md says how to add " +
      "it to them. Tests ran it against Ceph 16.2.15 only, not against a newer version.",
  ];
}

/**
 * One line that sets the rule if the server says that the bucket has none. `--debug` shows the answer itself: Ceph's has no message, over which
 * the AWS CLI (1.45) fails before it says the code.
 */
function setRuleCommand({ bucket, store }: Pick<StorageSettings, "bucket" | "store">, days: number): string {
  const { endpoint = "", region, caFile } = storeOf(store);
  const s3api = (operation: string): string =>
    [
      `aws s3api ${operation} --endpoint-url ${shellWord(endpoint)} --region ${shellWord(region)}`,
      ...(caFile === undefined ? [] : [`--ca-bundle ${shellWord(caFile)}`]),
      `--bucket ${shellWord(bucket)}`,
    ].join(" ");
  const put = `${s3api("put-bucket-lifecycle-configuration")} --lifecycle-configuration ${shellWord(ruleOf(days))}`;
  return (
    `case "$(${s3api("get-bucket-lifecycle-configuration")} --debug 2>&1)" in *"<Code>NoSuchLifecycleConfiguration<"*) ${put} ;; ` +
    '*) echo "Not set: the bucket has rules, or the store did not answer." >&2 ;; esac'
  );
}

/** The library's rule as the AWS CLI takes it. */
function ruleOf(days: number): string {
  return JSON.stringify({
    Rules: [
      {
        ID: LIBRARY_RULE_IDS[0],
        Status: "Enabled",
        Filter: { Prefix: "" },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: days },
      },
    ],
  });
}
