/** A store whose buckets have no policy, made up of each store in the table. */
import { authentikPlan } from "../../apps/authentik/plan";
import { authentikProblems } from "../../apps/authentik/validate";
import { mastodonPlan } from "../../apps/mastodon/plan";
import { mastodonProblems } from "../../apps/mastodon/validate";
import { supabaseProblems } from "../../apps/supabase/validate";
import { modelOf } from "../../cli/preview/model-of";
import { AuthentikStorage, MastodonStorage, SupabaseStorage } from "../../components";
import { policyArn } from "../../storage/bucket-policy";
import { STORE_PRODUCTS, storeOf } from "../../stores";
import { authentik } from "../apps/authentik/fixtures";
import { mastodon, statement } from "../apps/mastodon/fixtures";
import { backend } from "../apps/supabase/fixtures";
import { Registered } from "../components/registered";
import { codesOf } from "../validation/of";
import { atStore, withOpposite } from "./made-up";

const CODE = "store-bucket-policy";
const KEY = { accessKeyId: "KEY", secretAccessKey: "x" };
const CLOUDFRONT = {
  hostname: "files.social.example",
  cloudFront: {
    dns: { manual: {} },
    certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012",
  },
};

/** Those whose objects can have ACLs, which Mastodon needs here: tests/stores/r2.test.ts has the store that has neither. */
const WITH_ACLS = Object.values(STORE_PRODUCTS).filter(({ can }) => can.objectAcls);

describe.each(WITH_ACLS)("$name without bucket policies", (product) => {
  const on = <T>(run: () => T | Promise<T>) => withOpposite(product, ["bucketPolicy"], run);

  test("an app whose files everybody reads needs another way to let them, and the other apps need nothing", () =>
    on(() => {
      const rest = atStore(product);
      expect(codesOf(mastodonProblems(mastodon(rest)))).toEqual([["store", CODE]]);
      expect(mastodonProblems({ ...mastodon(rest), access: "acl" })).toEqual([]);
      expect(authentikProblems(authentik(rest))).toEqual([]);
      expect(supabaseProblems(backend({}, rest))).toEqual([]);
    }));

  test("statements of the operator's own, a principal of the writer and a distribution are errors", () =>
    on(() => {
      const { store } = atStore(product);
      const given = { ...KEY, principal: product.user!.example };
      const files = { ...authentik({ store }), writer: { given } };
      expect(codesOf(authentikProblems({ ...files, additionalStatements: [statement()] }))).toEqual([
        ["additionalStatements", CODE],
        ["writer.given.principal", CODE],
      ]);
      const behind = { ...authentik({ store }), writer: { given: KEY }, mediaHost: CLOUDFRONT };
      expect(codesOf(authentikProblems(behind))).toEqual([["mediaHost.cloudFront", "cloudfront-store"]]);
    }));

  test("no policy is registered, and there is no ARN in the facts and in the outputs", () =>
    on(async () => {
      const rest = atStore(product);
      const { all } = await Registered.of(() => {
        new MastodonStorage("m", { ...mastodon(rest), access: "acl" } as never);
        new AuthentikStorage("a", authentik(rest) as never);
        new SupabaseStorage("s", backend({}, rest) as never);
      });
      expect(all.filter(({ type }) => type.includes("bucketPolicy"))).toEqual([]);
      const outputs = all.filter(({ type }) => type.startsWith("media-storage:")).map((one) => one.outputs);
      expect(outputs.map((one) => [typeof one?.["bucketName"], one?.["bucketArn"]])).toEqual(
        outputs.map(() => ["string", undefined]),
      );
      expect(outputs).toHaveLength(3);
      const { facts, bucket } = authentikPlan(authentik(rest));
      expect(facts.bucket).not.toHaveProperty("arn");
      expect(bucket.policy.Statement).toEqual([]);
    }));

  test("the facts say what the writer needs, and nobody is told to name its principal", () =>
    on(() => {
      const { store } = atStore(product);
      const { facts } = mastodonPlan(mastodon({ store, writer: { given: KEY } }));
      expect(facts.writer.policy).toContain('"arn:aws:s3:::social-media/');
      expect(facts.warnings.join()).toContain("Grant it `writer.policy` of the facts yourself.");
      expect(codesOf(authentikProblems({ ...authentik({ store }), writer: {} }))).toHaveLength(1);
    }));

  test("in the preview's table the writer has its rights, and nobody else has any", () =>
    on(async () => {
      const { all } = await Registered.of(
        () => new AuthentikStorage("a", authentik(atStore(product)) as never),
      );
      const { matrix } = modelOf(all).instances[0]!;
      expect(matrix?.who).toEqual(["anonymous", "writer", "another principal"]);
      const verdicts = (part: string): unknown =>
        matrix?.groups.find((group) => group.part === part)?.rows.map((row) => [row.what, ...row.verdicts]);
      expect(verdicts("private prefixes")).toEqual([
        ["read an object", "no", "yes", "no"],
        ["write an object", "no", "yes", "no"],
        ["delete an object", "no", "yes", "no"],
        ["get an object's ACL", "no", "no", "no"],
        ["put an object's ACL", "no", "yes", "no"],
      ]);
      expect(matrix?.groups.at(-1)?.examples).toEqual(["authentik-files"]);
    }));

  test("a policy that is made all the same is a bug, and not a policy for another bucket", () =>
    on(() => {
      expect(() => policyArn(storeOf(atStore(product).store), "media")).toThrow(
        `bug: a bucket on ${product.title} gets a policy, but has no ARN`,
      );
    }));
});

test("without keys of the library too, the writer is a key that the operator creates", () =>
  withOpposite(STORE_PRODUCTS["aws"]!, ["bucketPolicy", "writerKeys"], () => {
    const [problem] = authentikProblems(authentik());
    expect(problem?.message).toBe(
      "is missing, and this library cannot create users on AWS; create a key on AWS yourself that may read, write and list the bucket, and set `given` with it",
    );
    expect(authentikProblems({ ...authentik(), writer: { given: KEY } })).toEqual([]);
  }));
