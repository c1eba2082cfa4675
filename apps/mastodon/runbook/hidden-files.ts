/** Files of suspended accounts, which Mastodon hides with a file mode or an ACL. */
import { docsPage } from "../../../validation/docs-page";
import { Direction, type RunbookInput } from "../../../runbook";
import { storeProductOfFacts } from "../../../stores";

/**
 * The end of the sentence "If these files must stay hidden," for a bucket whose prefixes are public. An ACL cannot hide a file that the
 * media host also requests at the legacy place, so `access: acl` is an error beside `legacy`.
 */
export function keepHidden({ direction, facts: { store, mediaHost } }: RunbookInput): string {
  if (storeProductOfFacts(store)?.can.objectAcls === false)
    return "delete those accounts first, because this store has no ACLs.";
  const acl = `\`access: acl\` (${docsPage("access-acl")})`;
  if (mediaHost?.legacy === undefined) return `use ${acl} or delete those accounts first.`;
  const order = direction === Direction.FileToS3 ? ": it then copies first" : "";
  return `delete those accounts first. Or remove \`mediaHost.legacy\`, set ${acl}, run \`pulumi up\`, and print this runbook again${order}.`;
}
