/** The services: an operator chooses a region, never the address. */
import { policyFindings } from "../../access/lint";
import type { Statement } from "../../access/policy";
import { document, publicRead } from "../../access/statements";
import { authentikPlan } from "../../apps/authentik/plan";
import { mastodonPlan } from "../../apps/mastodon/plan";
import { mastodonProblems } from "../../apps/mastodon/validate";
import { supabaseProblems } from "../../apps/supabase/validate";
import type { S3StoreSettings } from "../../stores/args";
import { S3_SERVERS } from "../../stores/s3";
import { authentik } from "../apps/authentik/fixtures";
import { backend } from "../apps/supabase/fixtures";
import { mastodon } from "../apps/mastodon/fixtures";
import { codesOf } from "../validation/of";
import { atStore } from "./made-up";

const SERVICES = Object.values(S3_SERVERS).filter(({ isService }) => isService === true);

/** The problems of a store, as "path: message". */
const found = (rest: Partial<S3StoreSettings>, server = "hetzner"): string[] => {
  const { store, ...others } = atStore(S3_SERVERS[server]!);
  return mastodonProblems(mastodon({ ...others, store: { s3: { ...store.s3!, ...rest } } })).map(
    ({ path, message }) => `${path}: ${message}`,
  );
};

test.each(SERVICES)(
  "no value of $name is called measured, and each documented one has a source",
  ({ cells }) => {
    for (const { evidence, source } of Object.values(cells)) {
      expect(evidence).not.toBe("measured");
      expect(source?.startsWith("https://") ?? false).toBe(evidence === "documented");
    }
  },
);

test.each(
  SERVICES.flatMap(({ name, endpoints }) => (endpoints?.regions ?? []).map((one) => [name, one] as const)),
)("on %s the endpoint of %s is valid in its region only", (server, region) => {
  const endpoint = S3_SERVERS[server]!.endpoints!.endpointOf(region);
  expect(found({ region, endpoint }, server)).toEqual([]);
  expect(found({ region: `x${region}`, endpoint }, server)).toEqual([
    `store.s3.region: "x${region}" is not the region of the endpoint; change it to "${region}", or change the endpoint`,
  ]);
});

const HEL1 = "https://hel1.your-objectstorage.com";
const setHel1 = (endpoint: string): string =>
  `store.s3.endpoint: "${endpoint}" is not the endpoint of a region of Hetzner; set "${HEL1}"`;

test.each<[what: string, rest: Partial<S3StoreSettings>, ...found: string[]]>([
  [
    "the bucket in the hostname",
    { endpoint: "https://media.hel1.your-objectstorage.com", region: "hel1" },
    setHel1("https://media.hel1.your-objectstorage.com"),
  ],
  [
    "a server of the operator's own",
    { endpoint: "https://s3.example.org", region: "hel1" },
    setHel1("https://s3.example.org"),
  ],
  [
    "plain http",
    { endpoint: "http://hel1.your-objectstorage.com", region: "hel1", allowHttp: true },
    setHel1("http://hel1.your-objectstorage.com"),
  ],
  ["a port", { endpoint: `${HEL1}:8443`, region: "hel1" }, setHel1(`${HEL1}:8443`)],
  [
    "no region of the service",
    { endpoint: "https://your-objectstorage.com", region: "eu-central-1" },
    'store.s3.endpoint: "https://your-objectstorage.com" is not the endpoint of a region of Hetzner; set "https://fsn1.your-objectstorage.com", or that of another region (the regions are "fsn1", "nbg1" and "hel1")',
  ],
  [
    "an endpoint of AWS",
    { endpoint: "https://s3.eu-central-1.amazonaws.com", region: "eu-central-1" },
    'store.s3.endpoint: "https://s3.eu-central-1.amazonaws.com" is an endpoint of AWS; instead of `s3` set `aws: { region: "eu-central-1" }`',
  ],
  [
    "a path",
    { endpoint: `${HEL1}/media`, region: "hel1" },
    `store.s3.endpoint: "${HEL1}/media" has a path, but clients add the bucket and the key themselves; change it to "${HEL1}"`,
  ],
])("%s is an error on Hetzner", (_, rest, ...messages) => expect(found(rest)).toEqual(messages));

/** The warnings of Mastodon's storage on a service. */
const warningsOn = (server: string, rest: Partial<S3StoreSettings> = {}): string => {
  const { store, ...others } = atStore(S3_SERVERS[server]!);
  return mastodonPlan(mastodon({ ...others, store: { s3: { ...store.s3!, ...rest } } })).facts.warnings.join(
    "\n",
  );
};

test.each([
  ["hetzner", "zrh4", "check the spelling"],
  ["wasabi", "eu-centrl-1", 'did you mean "eu-central-1"?'],
])("on %s the region %s may be one that opened later, so it is a warning", (server, region, question) => {
  const endpoint = S3_SERVERS[server]!.endpoints!.endpointOf(region);
  expect(found({ endpoint, region }, server)).toEqual([]);
  expect(warningsOn(server, { endpoint, region })).toContain(
    `store.s3.region is "${region}", which was not a region of ${S3_SERVERS[server]!.title} when`,
  );
  expect(warningsOn(server, { endpoint, region })).toContain(question);
  expect(warningsOn(server)).not.toContain("which was not a region");
});

test.each([
  ["wasabi", "https://s3.wasabisys.com", "https://s3.us-east-1.wasabisys.com"],
  ["wasabi", "https://media.s3.wasabisys.com", "https://s3.us-east-1.wasabisys.com"],
  ["wasabi", "https://s3.nl-1.wasabisys.com", "https://s3.eu-central-1.wasabisys.com"],
])("on %s the other address %s is an error that names the endpoint of its region", (name, url, right) => {
  const { title, endpoints } = S3_SERVERS[name]!;
  const region = endpoints!.regions.find((one) => endpoints!.endpointOf(one) === right)!;
  expect(found({ endpoint: url, region }, name)).toEqual([
    `store.s3.endpoint: "${url}" is not the endpoint of a region of ${title}; set "${right}"`,
  ]);
  expect(found({ endpoint: url, region: "default" }, "ceph")).toEqual([
    `store.s3.server: is "ceph", but endpoint is an address of ${title}; change it to "${name}"`,
  ]);
});

test.each(Object.keys(S3_SERVERS).filter((name) => S3_SERVERS[name]!.bucketByHand === undefined))(
  "an endpoint of Hetzner is valid under the server %s only if that is Hetzner",
  (server) => {
    const wrong = [
      `store.s3.server: is "${server}", but endpoint is an address of Hetzner; change it to "hetzner"`,
    ];
    expect(found({ endpoint: HEL1, region: "hel1" }, server)).toEqual(server === "hetzner" ? [] : wrong);
  },
);

test.each([
  ["hetzner", "https://s3.internal.example", "is not supported on Hetzner, which has one address; remove it"],
  ["ceph", HEL1, "is an address of Hetzner, which is not the server of `endpoint`; remove it"],
])("on %s the app cannot have the address %s of its own", (server, appEndpoint, message) => {
  const { store, ...others } = atStore(S3_SERVERS[server]!);
  const problems = supabaseProblems(backend({}, { ...others, store: { s3: { ...store.s3!, appEndpoint } } }));
  expect(problems.map((problem) => [problem.path, problem.message])).toEqual([
    ["backend.store.s3.appEndpoint", `"${appEndpoint}" ${message}`],
  ]);
});

test.each([
  ["hetzner", "arn:aws:iam:::user/p1234567:ACCESSKEY"],
  ["wasabi", "arn:aws:iam::123456789012:user/mastodon"],
])(
  "on %s everybody may read public files, %s has the rights of the app, and there is no condition",
  (name, arn) => {
    const { Statement } = mastodonPlan(mastodon(atStore(S3_SERVERS[name]!))).bucket.policy;
    expect(Statement.map(({ Sid, Principal, Condition }) => [Sid, Principal, Condition])).toEqual([
      ["PublicRead", { AWS: "*" }, undefined],
      ["WriterObjects", { AWS: arn }, undefined],
      ["WriterDeletes", { AWS: arn }, undefined],
      ["WriterBucket", { AWS: arn }, undefined],
    ]);
  },
);

test.each([
  ["hetzner", "mastodon", "writer-principal"],
  ["hetzner", "arn:aws:iam:::user/mastodon", "writer-principal"],
  ["hetzner", "arn:aws:iam::123456789012:user/mastodon", "writer-principal"],
  ["hetzner", "arn:aws:iam:::user/p1234567:*", "writer-principal"],
  ["hetzner", "*", "principal-everyone"],
  ["wasabi", "mastodon", "writer-principal"],
  ["wasabi", "arn:aws:iam:::user/mastodon", "writer-principal"],
  ["wasabi", "arn:aws:iam::123456789012:root", "writer-principal"],
  ["wasabi", "*", "principal-everyone"],
])("on %s the principal %s is the error %s", (name, principal, code) => {
  const given = { accessKeyId: "KEY", secretAccessKey: "x", principal };
  const settings = mastodon(atStore(S3_SERVERS[name]!));
  expect(codesOf(mastodonProblems({ ...settings, writer: { given } }))).toEqual([
    ["writer.given.principal", code],
  ]);
});

describe("on Hetzner", () => {
  const AT_HETZNER = atStore(S3_SERVERS["hetzner"]!);
  const settings = mastodon(AT_HETZNER);

  test("warnings say what keys of the project can do, and how to delete unfinished uploads", () => {
    const warnings = warningsOn("hetzner");
    expect(warnings).toContain(
      "Each key of a Hetzner project can do everything with all buckets of the project",
    );
    expect(warnings).toContain(
      `backend cleanup ':s3,provider=Hetzner,env_auth=true,endpoint="https://fsn1.your-objectstorage.com",region=fsn1:social-media'`,
    );
  });

  test("actions that the library does not use are an error in statements", () => {
    const statement = {
      sid: "More",
      effect: "Allow",
      principals: ["arn:aws:iam:::user/p1234567:OTHER"],
      actions: ["s3:Get*"],
      resources: ["arn:aws:s3:::social-media/accounts/*"],
    };
    const problems = mastodonProblems({ ...settings, additionalStatements: [statement] });
    expect(problems.map((problem) => problem.message).join("\n")).toContain(
      'is "s3:Get*", an action that is not known to work on Hetzner; use the exact name of one that the library uses there',
    );
  });

  const { Resource, ...rest } = publicRead("arn:aws:s3:::media", ["accounts/"]);
  test.each<[what: string, statement: Statement, message: string]>([
    [
      "a condition",
      { ...rest, Resource: Resource!, Condition: { IpAddress: { "aws:SourceIp": "203.0.113.7/32" } } },
      "that Hetzner may refuse or evaluate differently from AWS; remove it",
    ],
    [
      "NotResource",
      { ...rest, NotResource: "arn:aws:s3:::media/backups/*" },
      "may not be evaluated by Hetzner as AWS does; use Resource",
    ],
  ])("%s is an error in a policy", (_, statement, message) => {
    const findings = policyFindings(document([statement]), "bucket", S3_SERVERS["hetzner"]!.policyRules);
    expect(findings.map((finding) => finding.message).join("\n")).toContain(message);
  });
});

describe("on Wasabi", () => {
  const AT_WASABI = atStore(S3_SERVERS["wasabi"]!);
  const settings = mastodon(AT_WASABI);

  test("a warning says that the account needs public access, for apps with public files only", () => {
    const says = "unless Wasabi's support enables it";
    expect(warningsOn("wasabi")).toContain(says);
    expect(authentikPlan(authentik(AT_WASABI)).facts.warnings.join("\n")).not.toContain(says);
    expect(warningsOn("wasabi")).toContain("Wasabi charges for each file for at least 90 days");
  });

  test.each([
    ["xn--media", "bucket-name-reserved-prefix"],
    ["media.mrap", "bucket-name-reserved-suffix"],
    ["media..files", "bucket-name-dot"],
    ["192.168.5.4", "bucket-name-address"],
  ])("the bucket name %s is an error", (bucket, code) => {
    expect(codesOf(mastodonProblems({ ...settings, bucket }))).toEqual([["bucket", code]]);
  });

  test("a bucket name may have a dot, and an end that only looks reserved", () => {
    expect(mastodonProblems({ ...settings, bucket: "media.xmrap" })).toEqual([]);
  });
});
