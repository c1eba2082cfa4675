/** Remedies about the store: its kind, region, endpoint and certificate authority, and what it does not support. */
import { aws } from "../../../stores/aws";
import { supabaseProblems } from "../../../apps/supabase/validate";
import type { Problem } from "../../../validation/problem";
import { statement } from "../../apps/mastodon/fixtures";
import { backendOnCeph } from "../../apps/supabase/fixtures";
import {
  cephMastodon,
  cephSettings,
  change,
  given,
  onAuthentik,
  onMastodon,
  type Row,
  s3,
  type Settings,
} from "./row";

/** The result of a check at a made-up store: like AWS, but without bucket policies. */
function withoutPolicy<T>(check: () => T): T {
  const made = [
    jest.replaceProperty(aws, "can", { ...aws.can, bucketPolicy: false }),
    jest.replaceProperty(aws, "title", "Example Storage"),
  ];
  try {
    return check();
  } finally {
    for (const one of made) one.restore();
  }
}
const policylessAuthentik = (rest: Settings): Problem[] => withoutPolicy(() => onAuthentik(rest));
const store = change(onMastodon, (value) => ({ store: value }));
const accountId = "0123456789abcdef0123456789abcdef";
const r2Authentik = (rest: Settings): Problem[] => onAuthentik({ store: { r2: { accountId } }, ...rest });
const authentikStore = change(onAuthentik, (value) => ({ store: value }));
const r2Store = change(onAuthentik, (value) => ({ store: { r2: value } }));
const supabaseStore = change(
  (rest) => supabaseProblems(backendOnCeph({}, rest)),
  (value) => ({ store: { s3: { ...s3, ...(value as Settings) } } }),
);
const cephStore = change(cephMastodon, (value) => ({ store: { s3: { ...s3, ...(value as Settings) } } }));

export const STORE: Row[] = [
  store("store-missing", '`aws: { region: "eu-central-1" }`', {}, { aws: { region: "eu-central-1" } }),
  store(
    "store-both",
    "exactly one",
    { aws: { region: "eu-central-1" }, s3 },
    { aws: { region: "eu-central-1" } },
  ),
  store("store-azure", "set `aws:`", { azureBlob: {} }, { aws: { region: "eu-central-1" } }),
  store(
    "store-region-zone",
    'the region "eu-west-1"',
    { aws: { region: "eu-west-1a" } },
    { aws: { region: "eu-west-1" } },
  ),
  store(
    "store-region-unknown",
    '"eu-central-1"',
    { aws: { region: "eu" } },
    { aws: { region: "eu-central-1" } },
  ),
  store(
    "store-region-unknown",
    'did you mean "eu-central-1"?',
    { aws: { region: "eu_central_1" } },
    { aws: { region: "eu-central-1" } },
  ),
  r2Store("cloudflare-account-id", "set its 32 digits", { accountId: "acme" }, { accountId }),
  r2Store(
    "cloudflare-account-id",
    `change it to "${accountId}"`,
    { accountId: `https://${accountId}.r2.cloudflarestorage.com` },
    { accountId },
  ),
  r2Store(
    "cloudflare-account-id",
    `change it to "${accountId}"`,
    { accountId: accountId.toUpperCase() },
    { accountId },
  ),
  r2Store(
    "unquoted-text",
    "put the whole text in quotes",
    { accountId: Number("12345678901234567890123456789012") },
    { accountId: "12345678901234567890123456789012" },
  ),
  r2Store("permission-group-id", "or remove it", { accountId, permissionGroupId: "write" }, { accountId }),
  r2Store("unknown-member", "remove it", { accountId, endpoint: "https://s3.example.org" }, { accountId }),
  r2Store("unknown-value", "remove it", { accountId, jurisdiction: "us" }, { accountId }),
  [
    "only-from-store",
    "remove it",
    r2Authentik({ writer: { keys: {}, onlyFrom: { cidrs: ["203.0.113.7/32"] } } }),
    r2Authentik({ writer: { keys: {} } }),
  ],
  cephStore("store-region-name", '"default"', { region: "a b" }, { region: "default" }),
  authentikStore(
    "store-endpoint-kind",
    `set \`r2: { accountId: "${accountId}" }\``,
    { s3: { ...s3, endpoint: `https://${accountId}.r2.cloudflarestorage.com` } },
    { r2: { accountId } },
  ),
  authentikStore(
    "store-endpoint-kind",
    `set \`r2: { accountId: "${accountId}", jurisdiction: "eu" }\``,
    { s3: { ...s3, endpoint: `https://${accountId}.eu.r2.cloudflarestorage.com/media` } },
    { r2: { accountId, jurisdiction: "eu" } },
  ),
  authentikStore(
    "store-endpoint-kind",
    "set `r2: { accountId: ... }`",
    { s3: { ...s3, endpoint: "https://acme.r2.cloudflarestorage.com" } },
    { r2: { accountId } },
  ),
  authentikStore(
    "store-endpoint-kind",
    'set `aws: { region: "eu-west-1" }`',
    { s3: { ...s3, endpoint: "https://s3.eu-west-1.amazonaws.com" } },
    { aws: { region: "eu-west-1" } },
  ),
  authentikStore(
    "store-endpoint-kind",
    'set `aws: { region: "us-east-1" }`',
    { s3: { ...s3, endpoint: "https://s3.amazonaws.com", region: "us-east-1" } },
    { aws: { region: "us-east-1" } },
  ),
  cephStore("store-server-unknown", 'set "ceph"', { server: "toy" }, { server: "ceph" }),
  cephStore(
    "store-virtual-host-address",
    "remove it",
    { endpoint: "https://192.0.2.7", pathStyle: false },
    { endpoint: "https://192.0.2.7" },
  ),
  cephStore(
    "store-virtual-host-address",
    "use a hostname in endpoint",
    { endpoint: "https://192.0.2.7", pathStyle: false },
    { pathStyle: false },
  ),
  cephStore(
    "endpoint-scheme",
    'add "https://" in front',
    { endpoint: "s3.example.org" },
    { endpoint: "https://s3.example.org" },
  ),
  cephStore(
    "endpoint-path",
    'change it to "https://s3.example.org"',
    { endpoint: "https://s3.example.org/b" },
    { endpoint: "https://s3.example.org" },
  ),
  cephStore(
    "endpoint-http",
    "use https://",
    { endpoint: "http://s3.example.org" },
    { endpoint: "https://s3.example.org" },
  ),
  cephStore(
    "endpoint-http",
    "`allowHttp: true`",
    { endpoint: "http://s3.example.org" },
    { endpoint: "http://s3.example.org", allowHttp: true },
  ),
  cephStore(
    "origin-address",
    'which browsers write as "192.0.2.7"; use that form',
    { endpoint: "https://192.0.2.07" },
    { endpoint: "https://192.0.2.7" },
  ),
  supabaseStore(
    "endpoint-http",
    "`allowHttp: true`",
    { appEndpoint: "http://ceph:7480" },
    { appEndpoint: "http://ceph:7480", allowHttp: true },
  ),
  supabaseStore(
    "endpoint-path",
    'change it to "https://ceph:7480"',
    { appEndpoint: "https://ceph:7480/files" },
    { appEndpoint: "https://ceph:7480" },
  ),
  supabaseStore(
    "store-endpoint-kind",
    "set another address of that server",
    { appEndpoint: "https://s3.eu-west-1.amazonaws.com" },
    { appEndpoint: "https://ceph:7480" },
  ),
  supabaseStore(
    "store-virtual-host-address",
    "use a hostname",
    { appEndpoint: "https://192.0.2.7", pathStyle: false },
    { appEndpoint: "https://ceph:7480", pathStyle: false },
  ),
  cephStore(
    "app-endpoint-unsupported",
    "remove it and set an endpoint that browsers reach too",
    { appEndpoint: "https://rgw.internal.example" },
    { endpoint: "https://rgw.internal.example" },
  ),
  ["store-bucket-policy", "use another store", withoutPolicy(() => onMastodon({})), onMastodon({})],
  [
    "store-bucket-policy",
    "remove them",
    policylessAuthentik({ additionalStatements: [statement()] }),
    policylessAuthentik({}),
  ],
  [
    "store-bucket-policy",
    "remove it",
    policylessAuthentik({ writer: { given: { ...given, principal: "arn:aws:iam::123456789012:user/app" } } }),
    policylessAuthentik({ writer: { given } }),
  ],
  [
    "only-from-unenforced",
    "remove it and limit the key in the settings of Example Storage",
    policylessAuthentik({ writer: { given, onlyFrom: { cidrs: ["203.0.113.0/24"] } } }),
    policylessAuthentik({ writer: { given } }),
  ],
  cephSettings("store-lifecycle", "remove it", { data: { versioning: { enabled: true } } }, { data: {} }),
  cephSettings("store-tags", "remove them", { tags: { a: "b" } }, {}),
  cephStore(
    "ca-file-characters",
    "give the file another path",
    { caFile: "/a'b.pem" },
    { caFile: "/ab.pem" },
  ),
  cephStore(
    "ca-file-path",
    '"/etc/ssl/our-ca.pem"',
    { caFile: "our-ca.pem" },
    { caFile: "/etc/ssl/our-ca.pem" },
  ),
  cephStore(
    "ca-file-unused",
    "remove it",
    { endpoint: "http://rgw:7480", allowHttp: true, caFile: "/a.pem" },
    { endpoint: "http://rgw:7480", allowHttp: true },
  ),
  cephStore("server-version", 'such as "18.2.7"', { version: "reef" }, { version: "18.2.7" }),
];
