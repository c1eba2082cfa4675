/** The resources of storages whose bucket exists and is left alone. */
import { AuthentikStorage, BucketSource, MastodonStorage, SupabaseStorage } from "../../components";
import { authentik } from "../apps/authentik/fixtures";
import { backend } from "../apps/supabase/fixtures";
import { Registered, SOCIAL } from "./registered";

const bucketSource = BucketSource.Existing;
const accountId = "0123456789abcdef0123456789abcdef";
const r2 = { store: { r2: { accountId } } };

const namesOf = (made: Registered): string[] =>
  made.all
    .filter(({ type }) => !type.startsWith("media-storage:"))
    .map(({ name }) => name)
    .sort();

it("on AWS there are a policy, CORS rules and a writer, and no bucket or other setting of it", async () => {
  const made = await Registered.storage({ bucketSource });
  expect(namesOf(made)).toEqual([
    "social-cors",
    "social-key-a",
    "social-policy",
    "social-writer",
    "social-writer-policy",
  ]);
  for (const name of ["social-policy", "social-cors"])
    expect(made.get(name).inputs).toMatchObject({ bucket: "social-media", region: "eu-central-1" });
});

it("the policy and the rules are those of a bucket that the library creates", async () => {
  const [left, created] = [await Registered.storage({ bucketSource }), await Registered.storage()];
  for (const name of ["social-policy", "social-cors"])
    expect(left.get(name).inputs).toEqual(created.get(name).inputs);
});

it("the rules wait for the policy, and nothing waits for a bucket", async () => {
  const made = await Registered.storage({ bucketSource });
  expect(made.dependencies("social-policy")).toEqual([]);
  expect(made.dependencies("social-cors")).toEqual(["social-policy"]);
});

it("on Ceph there are the provider, a policy and CORS rules", async () => {
  expect(namesOf(await Registered.onCeph({ bucketSource }))).toEqual([
    "social-cors",
    "social-policy",
    "social-store",
  ]);
});

it("with ACLs the bucket's own ACL is left alone too", async () => {
  expect(namesOf(await Registered.storage({ bucketSource, access: "acl" }))).not.toContain("social-acl");
});

it("behind CloudFront the media host opens when the policy lets it read", async () => {
  const made = await Registered.storage({
    bucketSource,
    access: "cdn",
    mediaHost: {
      hostname: "files.social.example",
      cloudFront: { dns: { route53: { zoneId: "Z0123456789ABCDEFGHIJ", zoneName: "social.example" } } },
    },
  });
  expect(namesOf(made)).not.toContain("social-bucket");
  expect(made.dependencies("social-record-a-files.social.example")).toContain("social-policy");
});

it("on R2 there are CORS rules, which fail if the bucket does not exist, and then a token", async () => {
  const made = await Registered.of(
    () => new AuthentikStorage("sso", { ...authentik(), ...r2, bucketSource } as never),
  );
  expect(namesOf(made)).toEqual(["sso-cors", "sso-key-a"]);
  expect(made.get("sso-cors").inputs).toMatchObject({ accountId, bucketName: "authentik-files" });
  expect(made.dependencies("sso-key-a")).toEqual(["sso-cors"]);
});

it("on R2 the Worker waits for the CORS rules", async () => {
  const made = await Registered.of(
    () =>
      new MastodonStorage("social", {
        ...SOCIAL,
        ...r2,
        bucketSource,
        mediaHost: { hostname: "files.social.example", r2: { zoneId: accountId } },
      }),
  );
  expect(made.dependencies("social-worker")).toEqual(["social-cors"]);
});

it("on R2 Supabase, whose browsers never read the bucket, gets a token only", async () => {
  const made = await Registered.of(
    () => new SupabaseStorage("app", backend({}, { ...r2, bucketSource }) as never),
  );
  expect(namesOf(made).filter((name) => !/tenant/i.test(name))).toEqual(["app-key-a"]);
});
