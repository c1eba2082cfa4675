/** An external media host: its DNS records, and the bucket that only its addresses can read. */
import { output } from "@pulumi/pulumi";
import { modelOf } from "../../../cli/preview/model-of";
import type { ExternalDnsArgs, ExternalHostArgs } from "../../../components";
import { Registered } from "../registered";

const hostname = "files.social.example";
const cloudflare = { zoneId: "0123456789abcdef0123456789abcdef", zoneName: "social.example" };
const route53 = { zoneId: "Z0123456789ABCDEFGHIJ", zoneName: "social.example" };

const storage = (external: ExternalHostArgs, previousHosts?: string[]): Promise<Registered> =>
  Registered.storage({ mediaHost: { hostname, external, ...(previousHosts && { previousHosts }) } });
const withDns = (dns: ExternalDnsArgs, previousHosts?: string[]): Promise<Registered> =>
  storage({ dns }, previousHosts);

const recordsOf = (made: Registered): string[] =>
  made.all
    .filter(({ type }) => /[rR]ecord$/.test(type))
    .map(({ name }) => name)
    .sort();

describe("external.dns", () => {
  it("creates nothing without it, or if the operator creates the records", async () => {
    expect(recordsOf(await storage({}))).toEqual([]);
    const made = await withDns({ manual: {}, targets: ["203.0.113.7"] });
    expect(recordsOf(made)).toEqual([]);
    expect(made.get("social").outputs?.["mediaHosts"]).toEqual([
      { hostname, recordName: hostname, recordType: "A", recordValue: "203.0.113.7" },
    ]);
  });

  it("creates one record for each address at Cloudflare, DNS only, after the bucket lets the proxy read", async () => {
    const made = await withDns({ cloudflare, targets: ["203.0.113.7", "2001:db8::7"] });
    expect(recordsOf(made)).toEqual([
      `social-record-${hostname}-2001:db8::7`,
      `social-record-${hostname}-203.0.113.7`,
    ]);
    const [first, second] = ["203.0.113.7", "2001:db8::7"].map((address) =>
      made.get(`social-record-${hostname}-${address}`),
    );
    expect(first).toMatchObject({
      inputs: { name: hostname, type: "A", content: "203.0.113.7", ttl: 1, proxied: false },
      deleteBeforeReplace: true,
      protect: false,
    });
    expect(second!.inputs).toMatchObject({ type: "AAAA", content: "2001:db8::7", proxied: false });
    expect(made.dependencies(first!.name)).toContain("social-policy");
    expect(made.dependencies(second!.name)).toContain(first!.name);
  });

  it("creates one record of each type at Route 53", async () => {
    const made = await withDns({ route53, targets: ["203.0.113.7", "203.0.113.8", "2001:db8::7"] });
    expect(recordsOf(made)).toEqual([`social-record-a-${hostname}`, `social-record-aaaa-${hostname}`]);
    expect(made.get(`social-record-a-${hostname}`).inputs).toMatchObject({
      type: "A",
      records: ["203.0.113.7", "203.0.113.8"],
      ttl: 300,
      allowOverwrite: false,
    });
  });

  it("creates the records of previous hosts too", async () => {
    const former = "old.social.example";
    const made = await withDns({ cloudflare, targets: ["media.cdn.example"] }, [former]);
    expect(recordsOf(made)).toEqual([`social-record-${hostname}`, `social-record-${former}`]);
    for (const name of recordsOf(made))
      expect(made.get(name).inputs).toMatchObject({ type: "CNAME", content: "media.cdn.example" });
  });

  it("accepts the zone's id as an output", async () => {
    const dns = {
      cloudflare: { ...cloudflare, zoneId: output(cloudflare.zoneId) },
      targets: ["203.0.113.7"],
    };
    const made = await withDns(dns);
    expect(made.get(`social-record-${hostname}-203.0.113.7`).inputs["zoneId"]).toBe(cloudflare.zoneId);
  });

  it("uses no provider of an S3-compatible store for its records", async () => {
    const made = await Registered.onCeph({
      mediaHost: { hostname, external: { dns: { cloudflare, targets: ["203.0.113.7"] } } },
    });
    expect(made.get(`social-record-${hostname}-203.0.113.7`).provider).not.toContain("social-store");
  });
});

describe("external.addresses", () => {
  const addresses = ["203.0.113.7/32", "2001:db8:12::/48"];

  it("is a condition of the public statement; the access block is that for a public policy", async () => {
    const made = await storage({ addresses });
    expect(made.policy("social-policy").Statement[0]).toMatchObject({
      Sid: "PublicRead",
      Condition: { IpAddress: { "aws:SourceIp": addresses } },
    });
    expect(made.get("social-access-block").inputs).toMatchObject({
      blockPublicAcls: true,
      ignorePublicAcls: true,
      blockPublicPolicy: false,
      restrictPublicBuckets: false,
    });
  });

  it("shows in the matrix that only the proxy reads without a signature", async () => {
    const [instance] = modelOf((await storage({ addresses })).all).instances;
    const { who, groups, notes } = instance!.matrix!;
    expect(who).toEqual(["anonymous", "writer", "another principal", `through ${hostname}`]);
    const reads = groups.map(({ part, rows }) => [
      part,
      ...rows.filter(({ what }) => what === "read an object").flatMap(({ verdicts }) => verdicts),
    ]);
    expect(reads).toEqual([
      ["public prefixes", "no", "yes", "no", "yes"],
      ["private prefixes", "no", "yes", "no", "no"],
      ["every other key", "no", "yes", "no", "no"],
      ["the bucket"],
    ]);
    const others = groups.flatMap(({ rows }) => rows).filter(({ what }) => what !== "read an object");
    expect(others.map(({ verdicts }) => verdicts[3]).every((verdict) => verdict === "no")).toBe(true);
    expect(notes?.join()).toContain("203.0.113.7/32, 2001:db8:12::/48");
  });

  it("is in the facts, and a warning says what stops working", async () => {
    const { facts } = (await storage({ addresses })).get("social").outputs as {
      facts: { mediaHost: object; warnings: string[] };
    };
    expect(facts.mediaHost).toMatchObject({ addresses });
    expect(facts.warnings).toContainEqual(
      expect.stringMatching(
        /^Only requests from 203\.0\.113\.7\/32, .* direct URLs \(https:\/\/social-media\..*\) end with this deployment/,
      ),
    );
  });

  it("without addresses, everybody can read", async () => {
    const made = await storage({});
    expect(made.policy("social-policy").Statement[0]).not.toHaveProperty("Condition");
    expect(modelOf(made.all).instances[0]!.matrix!.who).not.toContain(`through ${hostname}`);
  });
});
