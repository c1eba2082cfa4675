/** What registered resources let anybody do, and those that nobody knows. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Registration } from "../../../cli/offline/registration";
import { registeredAccess, unknownAccessWarnings } from "../../../cli/preview/registered-access";

const child = (type: string, inputs: object = {}): Registration =>
  ({ type, name: "social-x", inputs }) as unknown as Registration;

/** docs/child-resources.md lists every type that a component creates, which a test compares with the components. */
const page = readFileSync(join(__dirname, "../../../docs/child-resources.md"), "utf8");
const types = [...page.matchAll(/`([a-z]+:[\w/]+:\w+)`/g)]
  .map(([, type = ""]) => type)
  .filter((type) => !type.startsWith("media-storage:"));

test("every type of resource that a component creates is known", () => {
  expect(types.length).toBeGreaterThan(20);
  expect(unknownAccessWarnings(types.map((type) => child(type)))).toEqual([]);
});

test("any other is reported with its name and type, and nothing is taken from it", () => {
  const unknown = child("gcp:storage/bucket:Bucket", { policy: "{}" });
  const [warning, ...others] = unknownAccessWarnings([child("aws:s3/bucket:Bucket"), unknown]);
  expect(others).toEqual([]);
  expect(warning).toMatch(/"social-x" \(gcp:storage\/bucket:Bucket\).*check it yourself/);
  expect(registeredAccess([unknown])).toEqual({ publicAccessBlock: {}, writerPolicies: [], hosts: [] });
});

test("policies, the access block and distributions are found, each by its type", () => {
  const policy = { Version: "2012-10-17", Statement: [] };
  const text = { policy: JSON.stringify(policy) };
  const found = registeredAccess([
    child("aws:s3/bucketPolicy:BucketPolicy", text),
    child("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", { blockPublicAcls: true }),
    child("aws:iam/userPolicy:UserPolicy", text),
    child("aws:iam/rolePolicy:RolePolicy", text),
    child("aws:cloudfront/distribution:Distribution", {
      aliases: ["files.example"],
      origins: [],
      defaultCacheBehavior: { allowedMethods: ["GET"] },
    }),
  ]);
  expect(found).toMatchObject({
    bucketPolicy: policy,
    publicAccessBlock: { blockPublicAcls: true },
    writerPolicies: [policy, policy],
    hosts: [{ hostname: "files.example" }],
  });
});
