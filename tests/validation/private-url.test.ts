import { isPrivateUrl } from "../../validation/private-url";

describe("a host in a private network", () => {
  test.each([
    ...["rgw", "minio:9000", "localhost", "s3.localhost", "localhost.localdomain", "minio."],
    ...[
      "s3.local",
      "s3.lan",
      "nas.home",
      "nas.home.arpa",
      "s3.internal",
      "s3.eu.corp",
      "s3.intranet",
      "s3.private",
    ],
    ...[
      "rgw.storage.svc",
      "rgw.storage.svc.cluster.local",
      "rgw.storage.svc.cluster.local.",
      "S3.LOCAL",
      "s3.test",
    ],
    ...[
      "10.0.0.1",
      "10.255.0.1:7480",
      "172.16.0.1",
      "172.31.9.9",
      "192.168.1.10",
      "169.254.1.1",
      "100.64.0.1",
    ],
    ...[
      "127.0.0.1",
      "0.0.0.0",
      "3232235786",
      "[::1]",
      "[fd00::1]",
      "[fc00::7]:80",
      "[fe80::1]",
      "[::ffff:10.0.0.1]",
      "[::10.0.0.1]",
      "[64:ff9b::192.168.1.10]",
      "[fec0::1]",
      "[fdff:ffff::1]:9000",
    ],
    ...["0.1.2.3", "198.18.0.1", "198.19.255.255", "240.0.0.1", "255.255.255.255", "0x0a.0.0.1", "10.1"],
    ...[
      "S3.Home.ARPA.",
      "nas.fritz.box",
      "s3.example.onion",
      "s3.alt",
      "bücher.local",
      "xn--bcher-kva.local:9",
    ],
    ...["ip6-localhost", "localhost4", "s3.local。", "user@s3.local", "host.docker.internal:8000"],
  ])("%s", (host) => {
    expect(isPrivateUrl(`https://${host}`)).toBe(true);
  });
});

describe("a host that browsers can reach", () => {
  test.each([
    ...[
      "s3.example.org",
      "s3.eu-central-1.amazonaws.com",
      "internal.example.org",
      "local.example",
      "svc.example.com",
    ],
    ...["10.example.com", "192.168.example.com", "homelab.net", "mylocal.org", "s3.example.org."],
    ...[
      "9.9.9.9",
      "11.0.0.1",
      "172.15.0.1",
      "172.32.0.1",
      "192.169.0.1",
      "100.63.0.1",
      "100.128.0.1",
      "169.253.1.1",
    ],
    ...["198.17.0.1", "198.20.0.1", "239.255.0.1", "1.0.0.1", "[64:ff9b::9.9.9.9]", "[::9.9.9.9]"],
    ...["fritz.box", "onion.example.org", "alt.example", "localhost.example.org", "arpa.example"],
    ...["[2001:db8::1]", "[2a01::fd00]", "[::ffff:9.9.9.9]", "[fe::1]"],
  ])("%s", (host) => {
    expect(isPrivateUrl(`https://${host}`)).toBe(false);
  });
});
