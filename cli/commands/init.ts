import { Command, Option } from "commander";
import { APP_NAMES } from "../../apps/names";
import { STORE_NAMES } from "../../stores/names";
import type { InitOptions } from "../init/init";
import { listed } from "../../validation/listed";

/** The command line of `media-storage init`. Its values are checked together in init/problems.ts. */
export function initCommand(action: (options: InitOptions) => Promise<void>): Command {
  return new Command("init")
    .description(
      "write the commented stack file of a new instance, and Pulumi.yaml if the folder has none; never change a file",
    )
    .option("--app <app>", listed(APP_NAMES))
    .option(
      "--domain <hostname>",
      "the app's hostname: Mastodon's web domain, or where browsers reach authentik or Supabase",
    )
    .option("--app-version <version>", "the version of the app")
    .option("--tenant-id <id>", "Supabase: STORAGE_TENANT_ID in its .env")
    .option(
      "--protocol-endpoint <yes|no>",
      "Supabase: whether clients such as rclone use the S3 API that Storage offers itself",
    )
    .option("--store <store>", `where the bucket is: ${listed(STORE_NAMES)}`)
    .option("--endpoint <url>", "S3-compatible servers: the URL of the S3 API, without the bucket")
    .option(
      "--region <region>",
      "aws: the region of the bucket; S3-compatible servers: the region for which requests are signed",
    )
    .option("--account-id <id>", "r2: the id of the Cloudflare account")
    .option("--bucket <name>", "the name of the new bucket")
    .option("--access-key-id <id>", "S3-compatible servers: the id of the access key of the app's user")
    .option("--principal <arn>", "S3-compatible servers: how their policies name that user, such as its ARN")
    .option(
      "--media-host <host>",
      "what serves the media's own hostname: none, external (your own proxy), cloudfront or r2 (a Worker at Cloudflare; " +
        "only with --store r2) (default: none, or the only one that the app can use with the store)",
    )
    .option("--media-hostname <hostname>", "external, cloudfront and r2: the public hostname of the media")
    .option(
      "--signing <way>",
      "external, authentik: how your proxy treats signed requests: rewrite-host, preserve-host or cdn",
    )
    .option("--purge <yes|no>", "external, Mastodon: whether it purges deleted files from your proxy's cache")
    .option("--dns <provider>", "cloudfront: where the DNS zone of that hostname is, cloudflare or route53")
    .option("--zone-id <id>", "cloudfront and r2: the id of the DNS zone")
    .option("--zone-name <name>", "cloudfront and r2: the name of the DNS zone")
    .option("--instance <name>", "the name of the instance (default: the first label of the domain)")
    .addOption(new Option("-s, --stack <name>", "the name of the new stack, such as prod"))
    .option("--project <name>", "the name of a new project (default: the name of the folder)")
    .addOption(new Option("-C, --cwd <folder>", "the folder of Pulumi.yaml, or for a new one").default("."))
    .addHelpText(
      "after",
      "\nAsks for missing values at a terminal. Without a terminal it fails and lists the missing options." +
        "\n\nExit codes: 0 written; 1 refused or failed, and nothing was written.",
    )
    .action((_: object, self: Command) => action(self.optsWithGlobals<InitOptions>()));
}
