/** Names of other tools and of guides for settings that this library has under a name of its own. */

/** In lower case, without "-" and "_". */
const OUR_NAMES: ReadonlyMap<string, string> = new Map([
  // The AWS CLI, CDK and Terraform.
  ["bucketname", "bucket"],
  ["s3bucket", "bucket"],
  ["storage", "store"],
  ["acl", "access"],
  // The guides of the apps.
  ["s3aliashost", "hostname"],
  ["aliashost", "hostname"],
  ["s3cloudfronthost", "hostname"],
  ["customdomain", "hostname"],
  ["localdomain", "webDomain"],
  ["accesskey", "accessKeyId"],
]);

/** What the variables of authentik's storage begin with, and those of Supabase for its own S3 client. */
const PREFIX = /^(AUTHENTIK_)?STORAGE__([A-Z]+__)?(S3__)?|^(GLOBAL|STORAGE)_S3_|^SUPABASE_/;

/** Our name for what a guide or another tool calls `name`; otherwise the name without the prefix of an app's variables. */
export function ourName(name: string): string {
  const own = name.replace(PREFIX, "");
  const wanted = own.toLowerCase().replace(/[\s_-]/g, "");
  // The store has a setting with this name too, so only a variable is certainly the app's key.
  const isAmbiguous = wanted === "accesskey" && own === name;
  return (isAmbiguous ? undefined : OUR_NAMES.get(wanted)) ?? own;
}

/** Whether a name has the form of an environment variable, such as `S3_PROTOCOL`. */
export const isVariableName = (name: string): boolean => /^[A-Z][A-Z0-9]*(_+[A-Z0-9]+)+$/.test(name);
