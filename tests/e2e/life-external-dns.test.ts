/** The DNS records of a media host that the operator's own proxy serves, with the real providers, from the first `up` to the last. */
import { describeWithEngine, testsAreSteps } from "./engine";
import { MediaHosts } from "./media-hosts";
import { describeWithProvider } from "./providers";
import { startCloudflare, type Cloudflare } from "./servers/cloudflare";
import { providerEnv } from "./servers/cloudflare/operator";

const TARGETS = ["203.0.113.7", "2001:db8::7"];

describeWithProvider("cloudflare", "the records of an operator's own proxy at Cloudflare", () => {
  testsAreSteps();
  const host = "files.own.example";
  const former = "old.own.example";
  let cloudflare: Cloudflare;
  let media: MediaHosts;
  let zone: ReturnType<Cloudflare["createZone"]>;
  beforeAll(async () => {
    cloudflare = await startCloudflare();
    zone = cloudflare.createZone("own.example");
    media = await MediaHosts.start({ dns: [cloudflare.dns], env: providerEnv(cloudflare) });
  });
  afterAll(async () => {
    await media.stop();
    await cloudflare.stop();
  });

  const configure = (targets: string[], more: object = {}): void => {
    const dns = { cloudflare: { zoneId: zone.id, zoneName: "own.example" }, targets };
    media.configure({ own: { hostname: host, external: { dns }, ...more } });
  };
  const records = (): string[] =>
    [...zone.records.values()]
      .map(({ name, type, content, proxied }) => `${name} ${type} ${content}${proxied ? " proxied" : ""}`)
      .sort();

  it("are a CNAME record for a hostname", async () => {
    configure(["media.cdn.example"]);
    await media.stack.up();
    expect(records()).toEqual([`${host} CNAME media.cdn.example`]);
    expect(await media.hosts("own")).toEqual([
      { hostname: host, recordName: host, recordType: "CNAME", recordValue: "media.cdn.example" },
    ]);
    await media.expectSettled();
  });

  it("change to one record for each address, in one up", async () => {
    configure(TARGETS);
    await media.stack.up();
    expect(records()).toEqual([`${host} A 203.0.113.7`, `${host} AAAA 2001:db8::7`]);
    await media.expectSettled();
  });

  it("follow an address that changes, and never leave the hostname without one", async () => {
    configure(["203.0.113.8", "2001:db8::7"]);
    const { steps } = await media.stack.up();
    const ofRecords = steps.filter((step) => step.includes("-record-"));
    expect(ofRecords.filter((step) => step.includes("2001:db8::7"))).toEqual([]);
    expect(ofRecords.map((step) => step.split(" ")[0])).toEqual(["create", "delete"]);
    expect(records()).toEqual([`${host} A 203.0.113.8`, `${host} AAAA 2001:db8::7`]);
  });

  it("are the same for a previous hostname", async () => {
    configure(["203.0.113.8"], { previousHosts: [former] });
    await media.stack.up();
    expect(records()).toEqual([`${host} A 203.0.113.8`, `${former} A 203.0.113.8`]);
    await media.expectSettled();
  });

  it("are destroyed with the stack", async () => {
    await media.stack.destroy();
    expect(records()).toEqual([]);
  });
});

describeWithEngine("the records of an operator's own proxy in Route 53", () => {
  testsAreSteps();
  const host = "own.example";
  let media: MediaHosts;
  let zoneId: string;
  beforeAll(async () => {
    media = await MediaHosts.start();
    zoneId = media.aws.zones.create("own.example", "test", "").id;
  });
  afterAll(() => media.stop());

  const configure = (hostname: string, targets: string[]): void => {
    const dns = { route53: { zoneId, zoneName: "own.example" }, targets };
    media.configure({ web: { hostname, external: { dns } } });
  };
  const types = (): string[] =>
    media.aws.zones
      .get(zoneId)
      .records.filter(({ type }) => !["NS", "SOA"].includes(type))
      .map(({ name, type, values }) => `${name.replace(/\.$/, "")} ${type} ${[...values].sort().join(" ")}`)
      .sort();

  it("are one of each type for addresses, also for the zone itself", async () => {
    configure(host, [...TARGETS, "203.0.113.8"]);
    await media.stack.up();
    expect(types()).toEqual([`${host} A 203.0.113.7 203.0.113.8`, `${host} AAAA 2001:db8::7`]);
    await media.expectSettled();
  });

  it("are a CNAME record for a hostname, and change to addresses in one up", async () => {
    configure("files.own.example", ["media.cdn.example"]);
    await media.stack.up();
    expect(types()).toEqual(["files.own.example CNAME media.cdn.example"]);
    await media.expectSettled();
    configure("files.own.example", TARGETS);
    await media.stack.up();
    expect(types()).toEqual(["files.own.example A 203.0.113.7", "files.own.example AAAA 2001:db8::7"]);
  });

  it("are destroyed with the stack", async () => {
    await media.stack.destroy();
    expect(types()).toEqual([]);
  });
});
