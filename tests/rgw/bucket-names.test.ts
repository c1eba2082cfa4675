/** The rules for names of buckets on Ceph, each tested at the server. */
import { bucketNameProblems } from "../../stores/bucket-names";
import { describeWithRgw } from "./server";
import { useGateway } from "./use-gateway";

const STORE = { s3: { server: "ceph", endpoint: "https://s3.example.org", region: "default" } };

describeWithRgw("names of buckets", () => {
  const gateway = useGateway();

  test.each([
    "abc",
    "a".repeat(63),
    "a--b",
    "12345",
    "files.social.example",
    "a.b",
    "1.2.3",
    "1.2.3.4.5",
    "xn--media",
    "sthree-media",
    "amzn-s3-demo-media",
    "media-s3alias",
    "media--x-s3",
    "media-an",
    "media-123456789012-eu-central-1-an",
    "administration",
  ])("%s is valid", async (bucket) => {
    expect(bucketNameProblems(bucket, STORE)).toEqual([]);
    expect((await gateway.s3.ask(gateway.rgw.root, { method: "PUT", bucket })).status).toBe(200);
  });

  test.each([
    "ab",
    "a".repeat(64),
    "a..b",
    "a-.b",
    "a.-b",
    ".abc",
    "abc.",
    "-abc",
    "abc-",
    "192.168.5.4",
    "999.1.1.1",
    "Social",
    "so_cial",
    "admin",
    "swift",
    "auth",
  ])("%s is invalid", async (bucket) => {
    expect(bucketNameProblems(bucket, STORE)).not.toEqual([]);
    expect((await gateway.s3.ask(gateway.rgw.root, { method: "PUT", bucket })).status).toBeGreaterThanOrEqual(
      400,
    );
  });
});
