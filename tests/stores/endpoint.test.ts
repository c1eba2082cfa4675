/** The app's own address of an S3-compatible server, beside the endpoint that Pulumi uses. */
import { supabaseEnv } from "../../apps/supabase/env";
import { openedSupabase } from "../../apps/supabase/opened";
import type { S3StoreSettings } from "../../stores/args";
import { authentikOnCeph } from "../apps/authentik/fixtures";
import { authentikProblems } from "../../apps/authentik/validate";
import { mastodonProblems } from "../../apps/mastodon/validate";
import { onCeph } from "../apps/mastodon/fixtures";
import { backendOnCeph, CEPH, found, type WithBackend } from "../apps/supabase/fixtures";
import { codesOf } from "../validation/of";

const PATH = "backend.store.s3.appEndpoint";

const withAppEndpoint = (rest: Partial<S3StoreSettings>, bucket = "supabase-files"): WithBackend =>
  backendOnCeph({}, { bucket, store: { s3: { ...CEPH, ...rest } } });

const envOf = (settings: WithBackend): Record<string, string> =>
  Object.fromEntries(
    supabaseEnv<string>(openedSupabase(settings), {}).map(({ name, value }) => [name, value]),
  );

test.each<[string, Partial<S3StoreSettings>]>([
  ["https and a name of one label", { appEndpoint: "https://ceph:7443" }],
  ["plain http where it is allowed", { appEndpoint: "http://ceph:7480", allowHttp: true }],
  ["an IP address", { appEndpoint: "https://192.0.2.7" }],
  ["the same address", { appEndpoint: CEPH.endpoint }],
])("%s is valid", (_, rest) => expect(found(withAppEndpoint(rest))).toEqual([]));

test.each<[string, Partial<S3StoreSettings>, [string, string][]]>([
  ["no scheme", { appEndpoint: "ceph:7480" }, [[PATH, "endpoint-scheme"]]],
  ["plain http", { appEndpoint: "http://ceph:7480" }, [[PATH, "endpoint-http"]]],
  ["a path", { appEndpoint: "https://ceph:7443/files" }, [[PATH, "endpoint-path"]]],
  ["a password", { appEndpoint: "https://me:secret@ceph" }, [[PATH, "url-credentials"]]],
  ["a host of AWS", { appEndpoint: "https://s3.amazonaws.com" }, [[PATH, "store-endpoint-kind"]]],
  [
    "an address that cannot contain the bucket",
    { appEndpoint: "https://192.0.2.7", pathStyle: false },
    [[PATH, "store-virtual-host-address"]],
  ],
  [
    "problems of both addresses",
    { endpoint: "s3.example.org", appEndpoint: "ceph:7480" },
    [
      ["backend.store.s3.endpoint", "endpoint-scheme"],
      [PATH, "endpoint-scheme"],
    ],
  ],
])("%s is an error", (_, rest, problems) => expect(found(withAppEndpoint(rest))).toEqual(problems));

test("a bucket name with a dot is an error if any address has it in the hostname by https", () => {
  const settings = { pathStyle: false, allowHttp: true, endpoint: "http://rgw.example.org" };
  expect(found(withAppEndpoint(settings, "files.social"))).toEqual([]);
  expect(found(withAppEndpoint({ ...settings, appEndpoint: "https://ceph" }, "files.social"))).toEqual([
    ["backend.store.s3.pathStyle", "store-virtual-host-dots"],
  ]);
});

test.each([
  ["Mastodon", mastodonProblems, onCeph()],
  ["authentik", authentikProblems, authentikOnCeph()],
])("%s cannot have one, because browsers open its presigned URLs", (_, problems, valid) => {
  const store = { s3: { ...CEPH, appEndpoint: "https://ceph.internal.example" } };
  expect(codesOf(problems({ ...valid, store }))).toEqual([
    ["store.s3.appEndpoint", "app-endpoint-unsupported"],
  ]);
});

test("the app gets its own address, and without one the endpoint", () => {
  expect(envOf(withAppEndpoint({}))["GLOBAL_S3_ENDPOINT"]).toBe(CEPH.endpoint);
  expect(envOf(withAppEndpoint({ appEndpoint: "https://ceph" }))["GLOBAL_S3_ENDPOINT"]).toBe("https://ceph");
});

describe("the file with the certificate authority", () => {
  const caFile = "/etc/ssl/ca.pem";
  const variable = (rest: Partial<S3StoreSettings>): string | undefined =>
    envOf(withAppEndpoint({ caFile, allowHttp: true, ...rest }))["NODE_EXTRA_CA_CERTS"];

  test("is for the app if its own address is https", () => {
    expect(variable({})).toBe(caFile);
    expect(variable({ endpoint: "http://s3.example.org", appEndpoint: "https://ceph" })).toBe(caFile);
    expect(variable({ appEndpoint: "http://ceph" })).toBeUndefined();
  });

  test("is unused only if no address is https", () => {
    const http = { caFile, allowHttp: true, appEndpoint: "http://ceph" };
    expect(found(withAppEndpoint(http))).toEqual([]);
    const swapped = { ...http, endpoint: "http://s3.example.org", appEndpoint: "https://ceph" };
    expect(found(withAppEndpoint(swapped))).toEqual([]);
    expect(found(withAppEndpoint({ ...http, endpoint: "http://s3.example.org" }))).toEqual([
      ["backend.store.s3.caFile", "ca-file-unused"],
    ]);
  });
});
