/** A media host at CloudFront, from its first `up` to its end, with the real provider. */
import { describeWithEngine, testsAreSteps } from "./engine";
import { MediaHosts, replacedInHost } from "./media-hosts";
import { issuedCertificate } from "./servers/issued-certificate";

const HOST = "files.hand.example";

describeWithEngine("a media host at CloudFront", () => {
  testsAreSteps();
  let media: MediaHosts;
  let certificateArn: string;
  beforeAll(async () => {
    media = await MediaHosts.start();
    certificateArn = await issuedCertificate(media.aws, HOST);
  });
  afterAll(() => media.stop());

  const configure = (cloudFront: object = {}, more: object = {}): void => {
    const dns = { manual: { zoneName: "hand.example" } };
    media.configure({
      hand: { hostname: HOST, cloudFront: { dns, certificateArn, ...cloudFront }, ...more },
    });
  };

  it("is previewed, with the record that a person makes", async () => {
    configure();
    const { output } = await media.stack.preview();
    expect(output).toContain(`You create the DNS record of ${HOST}: type CNAME`);
  });

  it("is created: one distribution for the host, and only it can read the bucket", async () => {
    await media.stack.up();
    const distribution = await media.distribution("hand");
    expect(distribution).toMatchObject({
      Aliases: { Items: [HOST] },
      DefaultRootObject: "__root__",
      HttpVersion: "http2and3",
      IsIPV6Enabled: true,
      ViewerCertificate: { ACMCertificateArn: certificateArn },
    });
    const [origin] = distribution.Origins!.Items!;
    expect(origin!.DomainName).toBe("hand-example-media.s3.eu-central-1.amazonaws.com");
    expect(origin!.OriginAccessControlId).toMatch(/^E/);
    expect(await media.readers("hand")).toEqual([distribution.arn]);
    const [host] = await media.hosts("hand");
    expect(host).toMatchObject({ recordName: HOST, recordType: "CNAME", recordValue: host!.domainName });
  });

  it("has no changes the second time, nor after a refresh", async () => {
    await media.expectSettled();
    expect(media.stack.dropped()).toEqual([]);
  });

  it("keeps its distribution when its settings change", async () => {
    const { id } = await media.distribution("hand");
    configure({ priceClass: "PriceClass_100", hsts: {} }, { cache: { maxAgeSeconds: 3600 } });
    const { steps } = await media.stack.up();
    expect(replacedInHost(steps)).toEqual([]);
    expect(await media.distribution("hand")).toMatchObject({ id, PriceClass: "PriceClass_100" });
  });

  it("cannot be removed or renamed while it is protected", async () => {
    media.configure({ hand: { hostname: "elsewhere.example", external: {} } });
    await expect(media.stack.preview()).rejects.toThrow(/protect/);
    configure();
    expect(await media.readers("hand")).toEqual([(await media.distribution("hand")).arn]);
  });

  it("can be removed in the `up` after one without protection", async () => {
    configure({}, { protect: false });
    await media.stack.up();
    media.configure({ hand: { hostname: "elsewhere.example", external: {} } });
    const { steps } = await media.stack.up();
    expect(steps).toContain(`delete hand-distribution-${HOST}`);
    expect(await media.readers("hand")).toEqual([]);
  });

  it("is destroyed", async () => {
    configure({}, { protect: false });
    await media.stack.up();
    const { changes } = await media.stack.destroy();
    expect(Object.keys(changes)).toEqual(["delete"]);
  });
});
