/** Problems of the places from which the writer's credentials work. */
import { ONLY_FROM_RULES } from "../../storage/validate-only-from";
import { STORE_PRODUCTS } from "../../stores";
import * as shapes from "../../validation/argument-shapes";
import { ownMember } from "../../validation/own-member";
import { argsProblems } from "../../validation/rules";
import { codesOf, type Found } from "../validation/of";

const codes = (onlyFrom: unknown, store = "aws"): Found[] =>
  codesOf(
    argsProblems({ shape: shapes.OnlyFromArgs, rules: ONLY_FROM_RULES }, onlyFrom, "p", {
      product: ownMember(STORE_PRODUCTS, store),
    }),
  );

test.each<[string, object, string?]>([
  [
    "a range and a single address",
    { cidrs: ["203.0.113.0/24", "198.51.100.7", "2001:db8::/32", "8.8.8.8/32"] },
  ],
  ["VPC endpoints", { vpcEndpoints: ["vpce-0123456789abcdef0", "vpce-1a2b3c4d"] }],
  ["both", { cidrs: ["203.0.113.0/24"], vpcEndpoints: ["vpce-0123456789abcdef0"] }],
  ["the same range twice", { cidrs: ["203.0.113.0/24", "203.0.113.0/24"] }],
  ["half of all addresses of each version", { cidrs: ["128.0.0.0/1", "8000::/1"] }],
  ["private addresses on Ceph", { cidrs: ["10.0.0.0/8", "127.0.0.1", "fd00::/8"] }, "ceph"],
])("%s has no problem", (_, onlyFrom, store = "aws") => expect(codes(onlyFrom, store)).toEqual([]));

test.each<[string, unknown, Found[], string?]>([
  ["nothing", {}, [["p", "only-from-empty"]]],
  ["an empty list", { cidrs: [] }, [["p.cidrs", "only-from-empty"]]],
  [
    "an empty list beside another",
    { cidrs: [], vpcEndpoints: ["vpce-1a2b3c4d"] },
    [["p.cidrs", "only-from-empty"]],
  ],
  ["everything", { cidrs: ["0.0.0.0/0"] }, [["p.cidrs[0]", "cidr-everything"]]],
  [
    "all addresses in two halves",
    { cidrs: ["128.0.0.0/1", "203.0.113.0/24", "0.0.0.0/1"] },
    [["p.cidrs", "cidr-everything"]],
  ],
  [
    "all IPv6 addresses in three parts",
    { cidrs: ["8000::/1", "0000::/2", "4000::/2"] },
    [["p.cidrs", "cidr-everything"]],
  ],
  ...["203.0.113.17/24", "198.51.100.1/25", "2001:db8::1/32", "0.0.0.1/1"].map(
    (cidr): [string, unknown, Found[]] => [
      `the address and range ${cidr}`,
      { cidrs: [cidr] },
      [["p.cidrs[0]", "cidr-host-bits"]],
    ],
  ),
  ...["::ffff:203.0.113.5", "::FFFF:203.0.113.5/128", "::ffff:cb00:7105", "::ffff:0:0/96"].flatMap((cidr) =>
    ["aws", "ceph"].map((store): [string, unknown, Found[], string] => [
      `the IPv4 address ${cidr} in the form of IPv6 on ${store}`,
      { cidrs: [cidr] },
      [["p.cidrs[0]", "cidr-mapped"]],
      store,
    ]),
  ),
  ["a private address and range", { cidrs: ["192.168.1.10/24"] }, [["p.cidrs[0]", "cidr-private"]]],
  ...["::1", "::1/128", "::7f00:1", "::/1", "::1/8", "1::/8", "2001:db8::/2"].map(
    (cidr): [string, unknown, Found[], string] => [
      `${cidr}, which Ceph takes for IPv4 too`,
      { cidrs: [cidr] },
      [["p.cidrs[0]", "cidr-version"]],
      "ceph",
    ],
  ),
  ["all IPv6 addresses", { cidrs: ["::/0"] }, [["p.cidrs[0]", "cidr-everything"]], "ceph"],
  [
    "an endpoint on Ceph",
    { vpcEndpoints: ["vpce-1a2b3c4d"] },
    [["p.vpcEndpoints", "only-from-endpoints"]],
    "ceph",
  ],
  ...[
    "10.1.2.3",
    "172.31.0.0/16",
    "192.168.0.0/16",
    "127.0.0.1/32",
    "169.254.1.0/24",
    "100.64.0.0/10",
    "fd00::/8",
    "fe80::1",
    "::1",
  ].map((cidr): [string, unknown, Found[]] => [
    `${cidr} on AWS`,
    { cidrs: [cidr] },
    [["p.cidrs[0]", "cidr-private"]],
  ]),
  ...[
    "203.0.113.0/33",
    "203.0.113/24",
    "example.org",
    "",
    "203.0.113.0/24 ",
    "1.2.3.4/-1",
    "*",
    "fe80::1%eth0",
    "２03.0.113.0/24",
    "203.0.113.0/024",
    "::ffff:1.2.3",
    "1.2.3.4/8/8",
  ].map((cidr): [string, unknown, Found[]] => [
    `the range ${JSON.stringify(cidr)}`,
    { cidrs: [cidr] },
    [["p.cidrs[0]", "cidr"]],
  ]),
  ...["vpce-*", "vpc-0123456789abcdef0", "vpce-0123456789ABCDEF0", ""].map(
    (id): [string, unknown, Found[]] => [
      `the endpoint ${JSON.stringify(id)}`,
      { vpcEndpoints: [id] },
      [["p.vpcEndpoints[0]", "vpc-endpoint-id"]],
    ],
  ),
])("%s is an error", (_, onlyFrom, problems, store = "aws") =>
  expect(codes(onlyFrom, store)).toEqual(problems),
);

test.each([null, "203.0.113.0/24", [], 1, { cidrs: "203.0.113.0/24" }, { cidrs: [null] }, { cidr: ["x"] }])(
  "%j is an error, not an exception",
  (onlyFrom) => expect(codes(onlyFrom)).not.toEqual([]),
);
