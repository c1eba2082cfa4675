import { describeWithEngine } from "../engine";
import { startAwsLocal, type AwsLocal } from "./aws-local";
import { callsTo, type Calls, type Reply } from "./aws-local-calls";

let aws: AwsLocal;
let calls: Calls;
let zone: string;
let zones = 0;

const createZone = async (name: string): Promise<string> => {
  const request = `<CreateHostedZoneRequest><Name>${name}</Name><CallerReference>${++zones}</CallerReference></CreateHostedZoneRequest>`;
  return /<Id>\/hostedzone\/(\w+)</.exec((await calls.route53("POST", "hostedzone", request)).text)![1]!;
};

const values = (type: string, ...all: string[]): string =>
  `<Type>${type}</Type><TTL>60</TTL><ResourceRecords>${all.map((value) => `<ResourceRecord><Value>${value}</Value></ResourceRecord>`).join("")}</ResourceRecords>`;
const alias = (type: string, name: string, health = false): string =>
  `<Type>${type}</Type><AliasTarget><HostedZoneId>Z2FDTNDATAQYW2</HostedZoneId><DNSName>${name}</DNSName><EvaluateTargetHealth>${health}</EvaluateTargetHealth></AliasTarget>`;
const CLOUDFRONT = "d111111abcdef8.cloudfront.net";

type Change = [action: string, name: string, record: string];
const change = (...changes: Change[]): Promise<Reply> => {
  const each = changes.map(
    ([action, name, record]) =>
      `<Change><Action>${action}</Action><ResourceRecordSet><Name>${name}</Name>${record}</ResourceRecordSet></Change>`,
  );
  const batch = `<ChangeBatch><Changes>${each.join("")}</Changes></ChangeBatch>`;
  const body = `<ChangeResourceRecordSetsRequest>${batch}</ChangeResourceRecordSetsRequest>`;
  return calls.route53("POST", `hostedzone/${zone}/rrset`, body);
};
const names = async (query = ""): Promise<string[]> => {
  const { text } = await calls.route53("GET", `hostedzone/${zone}/rrset${query}`);
  return [...text.matchAll(/<Name>([^<]*)<\/Name><Type>([^<]*)</g)].map(
    ([, name, type]) => `${name!} ${type!}`,
  );
};
const refused = (message: string): object => ({
  status: 400,
  text: expect.stringContaining(message) as string,
});

describeWithEngine("aws-local's Route 53", () => {
  beforeAll(async () => {
    aws = await startAwsLocal();
    calls = callsTo(aws.url);
  });
  beforeEach(async () => {
    zone = await createZone("zone.example");
  });
  afterAll(() => aws.stop());

  it("keeps records of a name by type, and lists them by label from the right", async () => {
    expect(
      await change(
        ["CREATE", "b.zone.example", values("TXT", '"x"')],
        ["CREATE", "a.b.zone.example.", values("A", "192.0.2.1")],
      ),
    ).toMatchObject({ status: 200 });
    expect(await change(["UPSERT", "*.zone.example", values("CNAME", "elsewhere.example")])).toMatchObject({
      status: 200,
    });
    const own = ["zone.example. NS", "zone.example. SOA"];
    const made = ["\\052.zone.example. CNAME", "b.zone.example. TXT", "a.b.zone.example. A"];
    expect(await names()).toEqual([...own, ...made]);
    expect(await names("?name=b.zone.example&type=TXT&maxitems=1")).toEqual(["b.zone.example. TXT"]);
  });

  it("has an alias of a CloudFront distribution as A and AAAA, also at the apex", async () => {
    const both = (name: string): Change[] =>
      ["A", "AAAA"].map((type) => ["CREATE", name, alias(type, CLOUDFRONT)]);
    expect(await change(...both("zone.example"), ...both("media.zone.example"))).toMatchObject({
      status: 200,
    });
    expect((await names()).filter((name) => name.endsWith("A"))).toHaveLength(5);
    expect(aws.dns.targetsOf("media.zone.example")).toEqual([CLOUDFRONT, CLOUDFRONT]);
  });

  it.each<[string, Change[], string]>([
    [
      "a record that is there",
      [["CREATE", "a.zone.example", values("A", "192.0.2.2")]],
      "but it already exists",
    ],
    [
      "a record outside the zone",
      [["CREATE", "a.other.example", values("A", "192.0.2.1")]],
      "is not permitted in zone",
    ],
    [
      "a name that only ends like the zone",
      [["CREATE", "otherzone.example", values("A", "192.0.2.1")]],
      "is not permitted in zone",
    ],
    [
      "a CNAME at the apex",
      [["CREATE", "zone.example", values("CNAME", "b.example")]],
      "is not permitted at apex",
    ],
    [
      "a CNAME beside another record",
      [["CREATE", "a.zone.example", values("CNAME", "b.example")]],
      "conflicts with other records",
    ],
    [
      "another record beside a CNAME",
      [["CREATE", "c.zone.example", values("TXT", '"x"')]],
      "conflicts with other records",
    ],
    [
      "an alias that is not in CloudFront",
      [["CREATE", "b.zone.example", alias("A", "other.example")]],
      "does not lie within the target zone",
    ],
    [
      "a CNAME as an alias of CloudFront",
      [["CREATE", "b.zone.example", alias("CNAME", CLOUDFRONT)]],
      "does not lie within the target zone",
    ],
    [
      "a health check of CloudFront",
      [["CREATE", "b.zone.example", alias("A", CLOUDFRONT, true)]],
      "EvaluateTargetHealth",
    ],
    ["an unknown action", [["REPLACE", "b.zone.example", values("A", "192.0.2.1")]], "is no action"],
    ["a record without a type", [["CREATE", "b.zone.example", "<TTL>60</TTL>"]], "are required"],
    ["neither values nor alias", [["CREATE", "b.zone.example", "<Type>A</Type>"]], "Expected exactly one of"],
    [
      "to delete what is not there",
      [["DELETE", "b.zone.example", values("A", "192.0.2.1")]],
      "but it was not found",
    ],
    [
      "to delete other values",
      [["DELETE", "a.zone.example", values("A", "192.0.2.2")]],
      "do not match the current values",
    ],
  ])("refuses %s, and with it the whole batch", async (_, changes, message) => {
    await change(
      ["CREATE", "a.zone.example", values("A", "192.0.2.1")],
      ["CREATE", "c.zone.example", values("CNAME", "d.example")],
    );
    const before = await names();
    expect(
      await change(["CREATE", "first.zone.example", values("A", "192.0.2.1")], ...changes),
    ).toMatchObject(refused(message));
    expect(await names()).toEqual(before);
  });

  it("exchanges one kind of record for another in one batch, and makes again what it deleted", async () => {
    const [cname, address] = [values("CNAME", "d.example"), alias("A", CLOUDFRONT)];
    await change(["CREATE", "a.zone.example", cname], ["CREATE", "z.zone.example", cname]);
    expect(
      await change(["DELETE", "a.zone.example", cname], ["CREATE", "a.zone.example", address]),
    ).toMatchObject({ status: 200 });
    expect(
      await change(["DELETE", "a.zone.example", address], ["CREATE", "a.zone.example", cname]),
    ).toMatchObject({ status: 200 });
    expect(await names("?name=a.zone.example&maxitems=1")).toEqual(["a.zone.example. CNAME"]);
  });

  it("deletes a zone only when it is empty", async () => {
    const record = values("A", "192.0.2.1");
    await change(["CREATE", "a.zone.example", record]);
    const remove = (): Promise<Reply> => calls.route53("DELETE", `hostedzone/${zone}`);
    expect(await remove()).toMatchObject(refused("HostedZoneNotEmpty"));
    await change(["DELETE", "a.zone.example", record]);
    expect(await remove()).toMatchObject({ status: 200 });
    expect(await remove()).toMatchObject({ status: 404 });
  });
});
