/** The resources of a bucket on R2: their names, inputs and options. */
import { AuthentikStorage, SupabaseStorage } from "../../components";
import { cloudflarePackageProblems } from "../../components/cloudflare";
import { authentik } from "../apps/authentik/fixtures";
import { backend } from "../apps/supabase/fixtures";
import { Registered } from "./registered";

const accountId = "0123456789abcdef0123456789abcdef";
const store = (rest: object = {}) => ({ r2: { accountId, ...rest } }) as never;

const made = async (rest: object = {}, r2: object = {}) => {
  const { all } = await Registered.of(
    () => new AuthentikStorage("sso", { ...authentik({ store: store(r2) }), ...rest } as never),
  );
  return all.filter(({ type }) => !type.startsWith("media-storage:"));
};

test("the bucket, its CORS rules and one token, and nothing that cannot be destroyed", async () => {
  expect((await made()).map(({ name, type }) => [name, type]).sort()).toEqual([
    ["sso-bucket", "cloudflare:index/r2Bucket:R2Bucket"],
    ["sso-cors", "cloudflare:index/r2BucketCors:R2BucketCors"],
    ["sso-key-a", "cloudflare:index/accountToken:AccountToken"],
  ]);
});

test("Supabase, whose browsers never read the bucket, gets no CORS rules", async () => {
  const { all } = await Registered.of(
    () => new SupabaseStorage("app", backend({}, { store: store() }) as never),
  );
  expect(all.map(({ name }) => name)).not.toContain("app-cors");
});

test.each<[object, object, string]>([
  [{}, {}, "default"],
  [{ jurisdiction: "eu" }, { jurisdiction: "eu" }, "eu"],
])("%j is on the bucket, its CORS rules and in the token's only resource", async (r2, place, word) => {
  const inputs = Object.fromEntries((await made({}, r2)).map((one) => [one.name, one.inputs]));
  expect(inputs["sso-bucket"]).toEqual({ accountId, name: "authentik-files", ...place });
  expect(inputs["sso-cors"]).toMatchObject({ accountId, bucketName: "authentik-files", ...place });
  expect(inputs["sso-key-a"]).toMatchObject({
    accountId,
    status: "active",
    policies: [
      {
        effect: "allow",
        permissionGroups: [{ id: "2efd5506f9c8494dacb1fa10a3e7d5b6" }],
        resources: JSON.stringify({
          [`com.cloudflare.edge.r2.bucket.${accountId}_${word}_authentik-files`]: "*",
        }),
      },
    ],
  });
});

test("a rotation has a token in each slot, and a disabled one", async () => {
  const keys = { slots: ["a", "b"], current: "b", inactive: ["a"] };
  const tokens = (await made({ writer: { keys } })).filter(({ type }) => type.includes("accountToken"));
  expect(tokens.map(({ name, inputs }) => [name, inputs["status"]]).sort()).toEqual([
    ["sso-key-a", "disabled"],
    ["sso-key-b", "active"],
  ]);
});

test("a location and a permission group of the operator's own are passed on", async () => {
  const group = "f".repeat(32);
  const all = await made({}, { location: "weur", permissionGroupId: group });
  const inputsOf = (name: string) => all.find((one) => one.name === name)?.inputs;
  expect(inputsOf("sso-bucket")).toMatchObject({ location: "weur" });
  expect(JSON.stringify(inputsOf("sso-key-a"))).toContain(group);
});

test("without the package the error says how to install it", () => {
  const missing = () => {
    throw Object.assign(new Error("Cannot find module"), { code: "MODULE_NOT_FOUND" });
  };
  expect(cloudflarePackageProblems("store.r2", missing)).toEqual([
    expect.objectContaining({
      code: "package-missing",
      path: "store.r2",
      message: expect.stringContaining("npm install @pulumi/cloudflare@6") as string,
    }),
  ]);
});
