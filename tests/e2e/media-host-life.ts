/** A media host whose certificate and records the engine makes, from its first `up` to its end, wherever its DNS zone is. */
import { testsAreSteps } from "./engine";
import { replacedInHost, type MediaHosts } from "./media-hosts";
import { describeCertificate } from "./servers/aws-local-calls";

/** A DNS zone, as the tests see it. */
export interface TestZone {
  /** Other media hosts of the same program, by instance: one program with several takes no longer than one with one. */
  beside?: Record<string, object>;
  /** For `dns` of a media host. */
  args(more?: object): object;
  /** Where the world finds that a name leads. */
  lookUp(hostname: string): string[];
  /** The names that keep a record of this host's when it goes. */
  kept?(hostname: string): string[];
  /** The names in the zone that have a record. */
  names(): string[];
}

/** The tests that hold wherever the zone is. `name` is both the instance and the zone's first label. */
export function mediaHostLife(
  name: string,
  start: () => Promise<{ media: MediaHosts; zone: TestZone; stop: () => Promise<void> }>,
): void {
  testsAreSteps();
  const host = `files.${name}.example`;
  let media: MediaHosts;
  let zone: TestZone;
  let stop: () => Promise<void>;
  let namesBefore: string[];
  beforeAll(async () => {
    ({ media, zone, stop } = await start());
    namesBefore = zone.names();
  });
  afterAll(() => stop());

  const moved = `media.${name}.example`;
  /** `all` is for the media hosts beside it too. */
  const configure = (own: object = {}, all: object = {}): void => {
    const beside = Object.entries(zone.beside ?? {}).map(([other, args]) => [other, { ...args, ...all }]);
    const ownArgs = { hostname: host, cloudFront: { dns: zone.args() }, ...own, ...all };
    media.configure({ [name]: ownArgs, ...(Object.fromEntries(beside) as object) });
  };

  it("is created with its own certificate, and is found by its name", async () => {
    configure();
    await media.stack.up();
    const distribution = await media.distribution(name);
    expect(distribution).toMatchObject({ Aliases: { Items: [host] } });
    const { ACMCertificateArn: certificate } = distribution.ViewerCertificate!;
    expect(certificate).toContain(":us-east-1:");
    expect(await describeCertificate(media.calls, certificate!)).toMatchObject({
      Status: "ISSUED",
      KeyAlgorithm: "EC_prime256v1",
      InUseBy: [distribution.arn],
    });
    const [output] = await media.hosts(name);
    expect(zone.lookUp(host)).toEqual([output!.domainName]);
  });

  it("has no changes the second time, nor after a refresh", async () => {
    await media.expectSettled();
    expect(media.stack.dropped()).toEqual([]);
  });

  it("keeps its distribution and certificate when its settings change", async () => {
    const before = await media.distribution(name);
    configure({ cache: { maxAgeSeconds: 600 } });
    const { steps } = await media.stack.up();
    expect(replacedInHost(steps)).toEqual([]);
    const after = await media.distribution(name);
    expect([after.id, after.ViewerCertificate]).toEqual([before.id, before.ViewerCertificate]);
  });

  it("moves to another hostname, and keeps serving the previous one", async () => {
    const before = await media.distribution(name);
    configure({ hostname: moved, previousHosts: [host], cache: { maxAgeSeconds: 600 } });
    const { steps } = await media.stack.up();
    expect(steps.filter((step) => !/^(create|update) /.test(step))).toEqual([]);
    expect((await media.hosts(name)).map(({ hostname }) => hostname)).toEqual([moved, host]);
    const [now, former] = [await media.distribution(name), await media.distribution(name, host)];
    expect(former).toMatchObject({ id: before.id, Aliases: { Items: [host] } });
    expect(now).toMatchObject({ Aliases: { Items: [moved] } });
    expect(await media.readers(name)).toEqual([now.arn, former.arn].sort());
    for (const { hostname, domainName } of await media.hosts(name))
      expect(zone.lookUp(hostname)).toEqual([domainName]);
    expect(await media.stack.up()).toMatchObject({ steps: [] });
  });

  it("cannot remove the previous hostname while it is protected", async () => {
    configure({ hostname: moved });
    await expect(media.stack.preview()).rejects.toThrow(/protect/);
  });

  it("is destroyed, with its certificates and its own records", async () => {
    configure({ hostname: moved, previousHosts: [host] }, { protect: false });
    await media.stack.up();
    expect(Object.keys((await media.stack.destroy()).changes)).toEqual(["delete"]);
    expect([...zone.lookUp(host), ...zone.lookUp(moved)]).toEqual([]);
    const kept = [host, moved].flatMap((hostname) => zone.kept?.(hostname) ?? []);
    expect(zone.names().sort()).toEqual([...namesBefore, ...kept].sort());
    const { json } = await media.calls.acm("ListCertificates", {});
    expect(json).toEqual({ CertificateSummaryList: [] });
  });
}
