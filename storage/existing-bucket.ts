/** A bucket that existed before: what the library replaces in it, and what it leaves to the operator. */
import { shellWord } from "../env/formats/shell";
import { s3apiCommand } from "../stores/aws-cli";
import type { StoreCapabilities } from "../stores/capabilities";
import { countsBucketAcl, publicAccessBlock } from "../stores/public-access";
import { docsPage } from "../validation/docs-page";
import { listed } from "../validation/listed";
import { BucketSource } from "./args";
import { bucketPolicy } from "./bucket-policy";
import { publicBy, type StorageNeeds } from "./needs";
import type { Opened } from "./opened";
import { withStandIns } from "./policy-inputs";

const PAGE = docsPage("adopting-a-bucket");

/** For a bucket that the library does not create. */
export function existingBucketWarnings(opened: Opened, needs: StorageNeeds): string[] {
  const { bucket, bucketSource = BucketSource.Create } = opened.settings;
  if (bucketSource === BucketSource.Create) return [];
  const replaced = replacedSettings(opened, needs);
  const saved = replaced.length === 0 ? "" : " Save them first if you may need them.";
  if (bucketSource === BucketSource.Adopt) {
    const replaces =
      replaced.length === 0 ? "." : `, and \`pulumi up\` replaces its ${listed(replaced, "and")}.`;
    return [
      `The bucket ${bucket} is adopted with its objects${replaces}${saved}${otherWays(opened)} Read ${PAGE}.`,
    ];
  }
  const replaces =
    replaced.length === 0
      ? "."
      : `, except that \`pulumi up\` replaces its ${listed(replaced, "and")}, and \`pulumi destroy\` deletes them.`;
  return [
    `The bucket ${bucket} must exist, because bucketSource is "existing". The library leaves it alone${replaces}${saved}${otherWays(opened)} Read ${PAGE}.`,
    ...neededSettings(opened, needs),
  ];
}

/** The settings of the bucket that `pulumi up` replaces. */
function replacedSettings({ settings, store }: Opened, needs: StorageNeeds): string[] {
  const { can } = store;
  const hasPolicy = bucketPolicy(withStandIns(settings, store), needs, store).Statement.length > 0;
  const isLeftAlone = settings.bucketSource === BucketSource.Existing;
  return [
    ...(hasPolicy ? ["bucket policy"] : []),
    ...(can.cors && needs.cors.length > 0 ? ["CORS rules"] : []),
    ...(isLeftAlone ? [] : adoptedSettings(can, needs)),
  ];
}

/** What `pulumi up` replaces only in a bucket that it adopts. The provider removes tags that no argument sets. */
function adoptedSettings(can: StoreCapabilities, needs: StorageNeeds): string[] {
  return [
    ...(can.lifecycle ? ["lifecycle rules"] : []),
    ...(can.ownershipControls ? ["ownership controls"] : []),
    ...(countsBucketAcl(publicBy(needs), can) ? ["ACL"] : []),
    ...(can.publicAccessBlock ? ["access block"] : []),
    ...(can.tags ? ["tags"] : []),
  ];
}

/** Elsewhere the new policy decides who reads, together with the access block. */
function otherWays({ store: { can, title } }: Opened): string {
  return can.bucketPolicy
    ? ""
    : ` The library does not see whether ${title} publishes the bucket in another way: check that first.`;
}

/** The settings without which the app does not work, or the preview's table of access is wrong. */
function neededSettings({ settings, store }: Opened, needs: StorageNeeds): string[] {
  const { can, title } = store;
  if (!can.publicAccessBlock) return [];
  const by = publicBy(needs);
  const set = (operation: string, option: string, value: string): string =>
    `    ${s3apiCommand(store, settings.bucket, operation)} --${option} ${shellWord(value)}`;
  const block = publicAccessBlock(by, can);
  const flags = Object.entries(block).map(
    ([flag, isOn]) => `${flag.charAt(0).toUpperCase()}${flag.slice(1)}=${isOn}`,
  );
  const sendsRefusedAcls = needs.sendsAcls && can.ownershipControls;
  const commands = [
    ...(sendsRefusedAcls
      ? [
          set(
            "put-bucket-ownership-controls",
            "ownership-controls",
            "Rules=[{ObjectOwnership=BucketOwnerPreferred}]",
          ),
        ]
      : []),
    ...(by === "acls" ? [set("put-bucket-acl", "acl", "private")] : []),
    set("put-public-access-block", "public-access-block-configuration", flags.join(",")),
  ];
  const consequences = [
    ...(by === "policy" && can.blockPublicPolicies
      ? [`${title} refuses the bucket policy (AccessDenied) or nobody can read the media`]
      : []),
    ...(sendsRefusedAcls ? [`${title} refuses uploads (AccessControlListNotSupported)`] : []),
    `ACLs can let anybody list the bucket${by === "acls" ? "" : " or read private files"}`,
  ];
  return [
    "The library neither sees nor changes these settings of the bucket, but the app and the preview's table of access need them. Set them " +
      `before \`pulumi up\`, with the key of the bucket's owner:\n${commands.join("\n")}\nOtherwise ${consequences.join(", or ")}.`,
  ];
}
