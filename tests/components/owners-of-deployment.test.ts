import { runtime } from "@pulumi/pulumi";
import { MastodonStorage, SupabaseStorage } from "../../components";
import { ownersOfDeployment } from "../../components/owners-of-deployment";
import { ANSWERS, CALLS } from "./user-program";

beforeAll(() =>
  runtime.setMocks({ newResource: ANSWERS["the inputs"]!, call: CALLS["the inputs"]! }, "shop", "test"),
);
afterEach(() => jest.restoreAllMocks());

const store = { aws: { region: "eu-central-1" } };
const args = { webDomain: "social.example", bucket: "social-media", store };
const host = { mediaHost: { hostname: "files.social.example", external: {} } };

/** As for a deployment with an engine at this address. */
function deploy(address: string): void {
  const { getMonitor } = runtime;
  jest.spyOn(runtime, "getMonitor").mockImplementation(() =>
    Object.assign(
      Object.create(getMonitor() ?? null) as object,
      {
        getChannel: () => ({ getTarget: () => address }),
      } as never,
    ),
  );
}

test("unit tests with mocks can create a component many times", () => {
  expect(ownersOfDeployment()).toBeUndefined();
  new MastodonStorage("one", args);
  new MastodonStorage("one", args);
});

test("a second component with the bucket is refused, and the message names both", () => {
  deploy("dns:127.0.0.1:1");
  new MastodonStorage("one", args);
  expect(() => new MastodonStorage("two", args)).toThrow(
    'MastodonStorage "two" has invalid arguments; nothing was created.\n  bucket: "social-media" is also the bucket of MastodonStorage "one", and each app would',
  );
  const ofSupabase = {
    publicUrl: "https://supabase.example",
    tenantId: "acme",
    backend: { bucket: "social-media", store },
  };
  expect(() => new SupabaseStorage("db", ofSupabase)).toThrow(
    '\n  backend.bucket: "social-media" is also the bucket of MastodonStorage "one", and',
  );
});

test("a second component with the media host is refused", () => {
  deploy("dns:127.0.0.1:2");
  new MastodonStorage("one", { ...args, ...host });
  expect(() => new MastodonStorage("two", { ...args, ...host, bucket: "other-media" })).toThrow(
    '\n  mediaHost.hostname: "files.social.example" is also the media host of MastodonStorage "one", and it can serve only one bucket',
  );
});

test("buckets of one name in two stores are two buckets", () => {
  deploy("dns:127.0.0.1:3");
  new MastodonStorage("one", args);
  const s3 = { server: "ceph", endpoint: "https://s3.example.org", region: "default" };
  const given = { accessKeyId: "RGWKEY", secretAccessKey: "rgw", principal: "arn:aws:iam:::user/mastodon" };
  new MastodonStorage("two", { ...args, store: { s3 }, writer: { given } });
});

test("another deployment in the same process can have the same bucket", () => {
  deploy("dns:127.0.0.1:4");
  new MastodonStorage("one", args);
  jest.restoreAllMocks();
  deploy("dns:127.0.0.1:5");
  new MastodonStorage("another", args);
});
