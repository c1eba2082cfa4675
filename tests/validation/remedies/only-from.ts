/** Remedies about the addresses and VPC endpoints that the writer is limited to. */
import { cephSettings, given, oneKey, type Row, writer } from "./row";

export const ONLY_FROM: Row[] = [
  writer(
    "only-from-empty",
    "set cidrs",
    { keys: oneKey, onlyFrom: {} },
    { keys: oneKey, onlyFrom: { cidrs: ["203.0.113.0/24"] } },
  ),
  writer("only-from-empty", "remove it", { keys: oneKey, onlyFrom: {} }, { keys: oneKey }),
  writer(
    "cidr",
    '"203.0.113.17/32" for a single address',
    { keys: oneKey, onlyFrom: { cidrs: ["203.0.113"] } },
    { keys: oneKey, onlyFrom: { cidrs: ["203.0.113.17/32"] } },
  ),
  writer(
    "cidr-everything",
    "set the range of the app's servers",
    { keys: oneKey, onlyFrom: { cidrs: ["0.0.0.0/0"] } },
    { keys: oneKey, onlyFrom: { cidrs: ["198.51.100.0/24"] } },
  ),
  writer(
    "cidr-everything",
    "set the ranges of the app's servers",
    { keys: oneKey, onlyFrom: { cidrs: ["0.0.0.0/1", "128.0.0.0/1"] } },
    { keys: oneKey, onlyFrom: { cidrs: ["198.51.100.0/24"] } },
  ),
  writer(
    "cidr-host-bits",
    '"203.0.113.0/24" for the range',
    { keys: oneKey, onlyFrom: { cidrs: ["203.0.113.17/24"] } },
    { keys: oneKey, onlyFrom: { cidrs: ["203.0.113.0/24"] } },
  ),
  writer(
    "cidr-host-bits",
    '"203.0.113.17/32" for the address',
    { keys: oneKey, onlyFrom: { cidrs: ["203.0.113.17/24"] } },
    { keys: oneKey, onlyFrom: { cidrs: ["203.0.113.17/32"] } },
  ),
  writer(
    "cidr-host-bits",
    '"2001:db8::/32" for the range',
    { keys: oneKey, onlyFrom: { cidrs: ["2001:db8::17/32"] } },
    { keys: oneKey, onlyFrom: { cidrs: ["2001:db8::/32"] } },
  ),
  writer(
    "cidr-mapped",
    'change it to "203.0.113.5/32"',
    { keys: oneKey, onlyFrom: { cidrs: ["::ffff:203.0.113.5"] } },
    { keys: oneKey, onlyFrom: { cidrs: ["203.0.113.5/32"] } },
  ),
  cephSettings(
    "cidr-version",
    "use an IPv4 address of the app's server",
    { writer: { given: { ...given, principal: "arn:aws:iam:::user/m" }, onlyFrom: { cidrs: ["::1"] } } },
    {
      writer: { given: { ...given, principal: "arn:aws:iam:::user/m" }, onlyFrom: { cidrs: ["127.0.0.1"] } },
    },
  ),
  writer(
    "cidr-private",
    "the VPC endpoint of the app's network in vpcEndpoints",
    { keys: oneKey, onlyFrom: { cidrs: ["10.0.0.0/8"] } },
    { keys: oneKey, onlyFrom: { vpcEndpoints: ["vpce-0123456789abcdef0"] } },
  ),
  writer(
    "vpc-endpoint-id",
    '"vpce-0123456789abcdef0"',
    { keys: oneKey, onlyFrom: { vpcEndpoints: ["vpc-1"] } },
    { keys: oneKey, onlyFrom: { vpcEndpoints: ["vpce-0123456789abcdef0"] } },
  ),
  cephSettings(
    "only-from-unenforced",
    "set `given.principal`",
    { writer: { given, onlyFrom: { cidrs: ["10.0.0.0/8"] } } },
    {
      writer: { given: { ...given, principal: "arn:aws:iam:::user/m" }, onlyFrom: { cidrs: ["10.0.0.0/8"] } },
    },
  ),
  writer(
    "only-from-unenforced",
    "or remove it",
    { given, onlyFrom: { cidrs: ["203.0.113.0/24"] } },
    { given },
  ),
  cephSettings(
    "only-from-endpoints",
    "use cidrs",
    {
      writer: {
        given: { ...given, principal: "arn:aws:iam:::user/m" },
        onlyFrom: { vpcEndpoints: ["vpce-1a2b3c4d"] },
      },
    },
    {
      writer: { given: { ...given, principal: "arn:aws:iam:::user/m" }, onlyFrom: { cidrs: ["10.0.0.0/8"] } },
    },
  ),
];
