/** One name at two stores is one bucket exactly if the stores share a namespace. */
import fc from "fast-check";
import { bucketNamespace } from "../../stores";

const aws = (region: string) => ({ aws: { region } });
const s3 = (endpoint: string, rest: object = {}) => ({ s3: { server: "ceph", endpoint, ...rest } });

test.each<[string, object, object]>([
  ["regions of one partition", aws("eu-central-1"), aws("us-east-1")],
  ["regions of China", aws("cn-north-1"), aws("cn-northwest-1")],
  ["plain http and https", s3("http://s3.example.org"), s3("https://s3.example.org")],
  ["the default port", s3("https://s3.example.org:443"), s3("https://s3.example.org")],
  ["two ports of one host", s3("http://s3.example.org:7480"), s3("https://s3.example.org:7443")],
  ["a trailing dot", s3("https://s3.example.org."), s3("https://s3.example.org")],
  ["capitals", s3("https://S3.Example.ORG"), s3("https://s3.example.org")],
  ["a name and its Punycode", s3("https://s3.bücher.example"), s3("https://s3.xn--bcher-kva.example")],
  ["two forms of an IPv4 address", s3("http://127.1:7480"), s3("http://127.0.0.1:7480")],
  ["two forms of an IPv6 address", s3("http://[2001:db8:0:0::7]"), s3("http://[2001:db8::7]")],
  ["an IPv4 address within IPv6", s3("http://[::ffff:10.0.0.1]:7480"), s3("http://10.0.0.1:7480")],
  ["user information", s3("https://u:p@s3.example.org"), s3("https://s3.example.org")],
  ["AWS and its endpoint", aws("eu-central-1"), s3("https://s3.eu-central-1.amazonaws.com")],
  ["two hosts of AWS", s3("https://s3.amazonaws.com"), s3("https://s3.dualstack.eu-west-1.amazonaws.com")],
  ["China and its endpoint", aws("cn-north-1"), s3("https://S3.cn-northwest-1.amazonaws.com.cn.")],
  [
    "GovCloud and an endpoint without a region",
    aws("us-gov-west-1"),
    s3("https://s3.amazonaws.com", { region: "us-gov-east-1" }),
  ],
  [
    "the Sovereign Cloud and its endpoint",
    aws("eusc-de-east-1"),
    s3("https://s3.eusc-de-east-1.amazonaws.eu"),
  ],
  ["names of loopback in /etc/hosts", s3("http://localhost.localdomain"), s3("http://ip6-loopback")],
  ["names of loopback", s3("http://localhost:7480"), s3("http://127.0.0.1:7480")],
  ["IPv6 loopback", s3("http://localhost:7480"), s3("http://[::1]:7480")],
  [
    "bucket in the path or in the host",
    s3("https://s3.example.org", { pathStyle: false }),
    s3("https://s3.example.org"),
  ],
  [
    "regions of one server",
    s3("https://s3.example.org", { region: "a" }),
    s3("https://s3.example.org", { region: "b" }),
  ],
])("%s share a namespace", (_, one, other) => expect(bucketNamespace(one)).toBe(bucketNamespace(other)));

test.each<[string, object, object]>([
  ["AWS and China", aws("eu-central-1"), aws("cn-north-1")],
  ["AWS and GovCloud", aws("us-east-1"), aws("us-gov-west-1")],
  ["AWS and the European Sovereign Cloud", aws("eu-central-1"), aws("eusc-de-east-1")],
  ["AWS and a server", aws("eu-central-1"), s3("https://s3.eu-central-1.example")],
  ["China's endpoint and AWS", s3("https://s3.cn-north-1.amazonaws.com.cn"), aws("eu-central-1")],
  ["a server that is named like AWS", s3("https://s3.amazonaws.com.example.org"), aws("eu-central-1")],
  ["addresses of the two kinds", s3("http://[2001:db8::a00:1]"), s3("http://10.0.0.1")],
  ["two servers", s3("https://s3.example.org"), s3("https://s3.example.net")],
  ["two addresses", s3("http://192.0.2.7:7480"), s3("http://192.0.2.8:7480")],
])("%s do not", (_, one, other) => expect(bucketNamespace(one)).not.toBe(bucketNamespace(other)));

test("whatever the store is, it never throws", () => {
  const endpoint = fc.oneof(
    fc.anything({ withNullPrototype: true }),
    fc.string().map((rest) => `https://${rest}`),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.anything(),
        endpoint.map((one) => ({ s3: { endpoint: one } })),
      ),
      (store) => {
        expect(typeof bucketNamespace(store)).toBe("string");
      },
    ),
    { numRuns: 2000 },
  );
});
