/** A store as the rest of the library knows it: its hosts, ARNs and abilities. */
import { storeOf } from "../../stores";

const ceph = { server: "ceph", endpoint: "https://s3.example.org:7443", region: "default" };

test.each<[string, Parameters<typeof storeOf>[0], object]>([
  [
    "AWS",
    { aws: { region: "eu-central-1" } },
    {
      kind: "aws",
      region: "eu-central-1",
      partition: "aws",
      host: "s3.eu-central-1.amazonaws.com",
      isPlainHttp: false,
    },
  ],
  [
    "AWS in China",
    { aws: { region: "cn-north-1" } },
    { partition: "aws-cn", host: "s3.cn-north-1.amazonaws.com.cn" },
  ],
  [
    "a server with an address of its own for the app, by plain http",
    { s3: { ...ceph, appEndpoint: "http://ceph:7480", allowHttp: true } },
    {
      endpoint: "https://s3.example.org:7443",
      appEndpoint: "http://ceph:7480",
      host: "s3.example.org:7443",
      isPlainHttp: true,
    },
  ],
  [
    "Ceph",
    { s3: ceph },
    {
      kind: "s3",
      server: "ceph",
      region: "default",
      partition: "aws",
      endpoint: "https://s3.example.org:7443",
      host: "s3.example.org:7443",
      pathStyle: true,
      isPlainHttp: false,
    },
  ],
  [
    "Ceph over http",
    { s3: { ...ceph, endpoint: "http://rgw:7480" } },
    { host: "rgw:7480", isPlainHttp: true },
  ],
])("%s", (_, args, expected) => expect(storeOf(args)).toMatchObject(expected));

test.each<[string, Parameters<typeof storeOf>[0], string, string]>([
  [
    "AWS",
    { aws: { region: "eu-central-1" } },
    "arn:aws:s3:::media",
    "https://media.s3.eu-central-1.amazonaws.com",
  ],
  [
    "AWS in China",
    { aws: { region: "cn-north-1" } },
    "arn:aws-cn:s3:::media",
    "https://media.s3.cn-north-1.amazonaws.com.cn",
  ],
  ["Ceph", { s3: ceph }, "arn:aws:s3:::media", "https://s3.example.org:7443/media"],
  [
    "Ceph at the bucket's own host",
    { s3: { ...ceph, pathStyle: false } },
    "arn:aws:s3:::media",
    "https://media.s3.example.org:7443",
  ],
])("a bucket on %s", (_, args, arn, url) => {
  const store = storeOf(args);
  expect([store.bucketArn?.("media"), store.bucketUrl("media")]).toEqual([arn, url]);
});

test.each([[{}], [{ s3: { ...ceph, server: "ceph2" } }]])(
  "%j is not a store, which the checks report",
  (args) => expect(() => storeOf(args)).toThrow(/^bug: no store.*although storeProblems found nothing$/),
);
