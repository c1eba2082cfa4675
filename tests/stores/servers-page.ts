/** docs/s3-servers.md: what each S3-compatible server and service can do, and how each value is known. */
import type { StoreCapabilities } from "../../stores/capabilities";
import type { Cell } from "../../stores/cells";
import { S3_SERVERS } from "../../stores/s3";
import { whyLowest } from "../../stores/server-version";

/** What an operator gets if the value is "yes". */
const ROWS: Record<keyof StoreCapabilities, string> = {
  bucketPolicy: "a bucket has a policy",
  objectAcls: "the ACL of an object decides who reads it",
  ownershipControls: "a bucket can refuse ACLs",
  publicAccessBlock: "a bucket can ignore public ACLs",
  blockPublicAcls: "a bucket can refuse public ACLs and nothing else",
  blockPublicPolicies: "a bucket can refuse public policies and nothing else",
  secureTransport: "a policy can refuse plain http and nothing else",
  cors: "a bucket has CORS rules of its own",
  lifecycle: "Pulumi can manage lifecycle rules",
  tags: "Pulumi can manage the tags of a bucket",
  objectTags: "objects can be uploaded with tags",
  unequalParts: "the parts of an upload can differ in size",
  writerKeys: "Pulumi can create the keys of the app",
  iam: "IAM like that of AWS",
  vpcEndpoints: "a policy can name a VPC endpoint",
  sourceAddress: "a policy can name addresses, and no header of a client changes the result",
  publicAddressesOnly: "only public addresses of clients are seen",
  ipVersionsApart: "a range of IPv6 never matches an IPv4 address",
  batchDeleteOnBucket: "a request that deletes several objects needs the permission on the bucket too",
  sdkChecksums: "every version knows the checksums that current SDKs send",
  foreignHosts: "a request can have the Host header of a proxy",
  workers: "a Cloudflare Worker can read a bucket through a binding",
};

export function serversPage(): string {
  const servers = Object.values(S3_SERVERS);
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const capabilities = Object.keys(ROWS) as (keyof StoreCapabilities)[];
  return `# What each S3-compatible server can do

The library creates only what a server supports, by the values of this table. A test generates it from \`stores/s3/\`.

- *measured*: a test of this project asks the server, in the version that the column names, and fails if the answer differs.
- *documented*: the vendor's documentation or the server's source says so. The word is a link to it.
- *unverified*: neither. The library then uses the value that does less harm if it is wrong.

Some values are "no" because an older version cannot do it. The comments in \`stores/s3/\` name the versions.

${line(["", ...servers.map(({ title, measuredVersion = "a service, not measured" }) => `${title} (${measuredVersion})`)])}
${line(["---", ...servers.map(() => "---")])}
${capabilities.map((name) => line([ROWS[name], ...servers.map(({ cells }) => shown(cells[name]))])).join("\n")}

## Lowest versions

These are the oldest that are known to work as the library uses them. The library does not ask the server for its version: set \`store.s3.version\`, and an older one gets a warning.

| server | version | older versions |
| --- | --- | --- |
${servers.flatMap(({ title, lowestVersion: lowest }) => (lowest ? [line([title, lowest.version, whyLowest(lowest)])] : [])).join("\n")}
`;
}

function shown({ value, evidence, source }: Cell): string {
  const known = source === undefined ? evidence : `[${evidence}](${source})`;
  return `${value ? "yes" : "no"}, ${known}`;
}
