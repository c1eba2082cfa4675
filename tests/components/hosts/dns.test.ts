import type { DnsArgs, MastodonStorageArgs } from "../../../components";
import { Registered } from "../registered";

const hostname = "files.social.example";
const ZONE_ID = "0123456789abcdef0123456789abcdef";
const cloudflare = { zoneId: ZONE_ID, zoneName: "social.example" };
const route53 = { zoneId: "Z0123456789ABCDEFGHIJ", zoneName: "social.example" };

const storage = (dns: DnsArgs, rest: Partial<MastodonStorageArgs> = {}): Promise<Registered> =>
  Registered.storage({ mediaHost: { hostname, cloudFront: { dns } }, ...rest });

const recordsOf = (made: Registered): string[] =>
  made.all
    .filter(({ type }) => /[rR]ecord$/.test(type))
    .map(({ name }) => name)
    .sort();

describe("the certificate", () => {
  it("is created in us-east-1, in whatever region the bucket is, and protected", async () => {
    const made = await storage({ cloudflare });
    const certificate = made.get(`social-certificate-${hostname}`);
    expect(certificate.inputs).toMatchObject({
      domainName: hostname,
      validationMethod: "DNS",
      keyAlgorithm: "EC_prime256v1",
      region: "us-east-1",
    });
    expect([certificate.protect, certificate.retainOnDelete]).toEqual([true, false]);
    expect(made.get(`social-certificate-validation-${hostname}`).inputs["region"]).toBe("us-east-1");
  });

  it("is issued after its record exists, and before the distribution uses it", async () => {
    const made = await storage({ cloudflare });
    expect(made.dependencies(`social-certificate-validation-${hostname}`)).toContain(
      `social-validation-record-${hostname}`,
    );
    expect(made.dependencies(`social-distribution-${hostname}`)).toContain(
      `social-certificate-validation-${hostname}`,
    );
  });

  it("is not created if the operator has one", async () => {
    const certificateArn =
      "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012";
    const made = await Registered.storage({
      mediaHost: { hostname, cloudFront: { dns: { cloudflare }, certificateArn } },
    });
    expect(made.names.filter((name) => name.startsWith("aws:acm/"))).toEqual([]);
    expect(recordsOf(made)).toEqual([`social-record-${hostname}`]);
  });
});

describe("a zone at Cloudflare", () => {
  it("has a CNAME record, DNS only, that is deleted before it is replaced", async () => {
    const made = await storage({ cloudflare });
    const record = made.get(`social-record-${hostname}`);
    expect(record.inputs).toMatchObject({
      zoneId: ZONE_ID,
      name: hostname,
      type: "CNAME",
      ttl: 1,
      proxied: false,
    });
    expect([record.deleteBeforeReplace, record.protect, record.retainOnDelete]).toEqual([true, false, false]);
  });

  it("has the record that validates the certificate, DNS only", async () => {
    const record = (await storage({ cloudflare })).get(`social-validation-record-${hostname}`);
    expect(record.inputs).toMatchObject({ zoneId: ZONE_ID, type: "CNAME", ttl: 60, proxied: false });
    expect(record.deleteBeforeReplace).toBe(true);
  });
});

describe("a zone at Route 53", () => {
  it("has alias records of both types, also for the zone's own name, and overwrites no record by default", async () => {
    const made = await Registered.storage({
      mediaHost: { hostname: "social.example", cloudFront: { dns: { route53 } } },
      webDomain: "www.social.example",
    });
    for (const type of ["A", "AAAA"]) {
      expect(made.get(`social-record-${type.toLowerCase()}-social.example`).inputs).toMatchObject({
        zoneId: route53.zoneId,
        name: "social.example",
        type,
        allowOverwrite: false,
        aliases: [{ evaluateTargetHealth: false }],
      });
    }
  });

  it("overwrites the host's records if the arguments say so", async () => {
    const made = await storage({ route53: { ...route53, overwrite: true } });
    expect(made.get(`social-record-a-${hostname}`).inputs["allowOverwrite"]).toBe(true);
  });

  it("overwrites an existing validation record, and never deletes it, because other certificates may need it", async () => {
    const record = (await storage({ route53 })).get(`social-validation-record-${hostname}`);
    expect(record.inputs["allowOverwrite"]).toBe(true);
    expect(record.retainOnDelete).toBe(true);
  });
});

test.each<[string, DnsArgs]>([
  ["Cloudflare", { cloudflare: { ...cloudflare, validationRecords: "existing" } }],
  ["Route 53", { route53: { ...route53, validationRecords: "existing" } }],
])("an existing validation record at %s is not managed", async (_, dns) => {
  const made = await storage(dns);
  expect(made.find(`social-validation-record-${hostname}`)).toBeUndefined();
  expect(made.find(`social-certificate-validation-${hostname}`)).toBeDefined();
});

test.each<[string, DnsArgs]>([
  ["Cloudflare", { cloudflare }],
  ["Route 53", { route53 }],
])("the host's records at %s are created after the bucket lets it read", async (_, dns) => {
  const made = await storage(dns);
  for (const name of recordsOf(made).filter((one) => one.startsWith("social-record-")))
    expect([name, made.dependencies(name)]).toEqual([name, expect.arrayContaining(["social-policy"])]);
});

test("a record to be created by hand is only in the output mediaHosts", async () => {
  const certificateArn =
    "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012";
  const made = await Registered.storage({
    mediaHost: { hostname, cloudFront: { dns: { manual: {} }, certificateArn } },
  });
  expect(recordsOf(made)).toEqual([]);
  expect(made.get("social").outputs?.["mediaHosts"]).toEqual([
    expect.objectContaining({ recordName: hostname, recordType: "CNAME" }),
  ]);
});

describe("previous hosts", () => {
  const previous = "old.social.example";
  const both = (dns: DnsArgs): Promise<Registered> =>
    Registered.storage({ mediaHost: { hostname, previousHosts: [previous], cloudFront: { dns } } });

  it("each has its own distribution, certificate and records, named by hostname; they share the rest", async () => {
    const { names } = await both({ cloudflare });
    for (const part of ["distribution", "certificate", "record"])
      for (const name of [hostname, previous])
        expect(names.map((one) => one.split(" ")[1])).toContain(`social-${part}-${name}`);
    expect(names.filter((name) => name.includes("Policy social-cache-policy"))).toHaveLength(1);
  });

  it("nothing existing changes when the hostname becomes one of them", async () => {
    const before = await storage({ cloudflare });
    const after = await Registered.storage({
      mediaHost: {
        hostname: "new.social.example",
        previousHosts: [hostname],
        cloudFront: { dns: { cloudflare } },
      },
    });
    for (const { urn, type, inputs, name } of before.all.filter((one) => one.name.endsWith(hostname))) {
      expect(after.get(name).urn).toBe(urn);
      if (type.includes("istribution")) expect(after.get(name).inputs).toEqual(inputs);
    }
  });

  it("can read the bucket too", async () => {
    const policy = (await both({ cloudflare })).policy("social-policy");
    const read = policy.Statement.find(({ Sid }) => Sid === "CloudFrontRead");
    expect(read?.Condition?.["StringEquals"]?.["aws:SourceArn"]).toHaveLength(2);
  });
});

describe("a host that another distribution still serves", () => {
  const RECORD_ID = "fedcba9876543210fedcba9876543210";
  const takeOver = (dns: DnsArgs): Promise<Registered> =>
    Registered.storage({ mediaHost: { hostname, cloudFront: { dns, takeOver: [hostname] } } });

  it("gets a distribution with the certificate and without the alias, and keeps its records", async () => {
    for (const dns of [{ cloudflare }, { route53 }]) {
      const made = await takeOver(dns);
      const { inputs } = made.get(`social-distribution-${hostname}`);
      expect(inputs["aliases"]).toEqual([]);
      expect(inputs["viewerCertificate"]).toMatchObject({ sslSupportMethod: "sni-only" });
      expect(recordsOf(made).filter((name) => name.startsWith("social-record-"))).toEqual([]);
    }
  });

  it("adopts the existing record, by its id", async () => {
    const made = await takeOver({ cloudflare: { ...cloudflare, hostRecordIds: { [hostname]: RECORD_ID } } });
    expect(made.get(`social-record-${hostname}`).importId).toBe(`${ZONE_ID}/${RECORD_ID}`);
  });

  it("has a warning with the steps in order", async () => {
    const made = await takeOver({ cloudflare });
    const { warnings } = made.get("social").outputs?.["facts"] as { warnings: string[] };
    const steps = warnings.find((warning) => warning.includes("associate-alias")) ?? "";
    expect(steps.match(/\d\. /g)).toEqual(["1. ", "2. ", "3. ", "4. ", "5. "]);
    expect(steps).toContain(`--alias ${hostname}`);
    expect(steps).toContain(`TXT record _${hostname}`);
  });
});
