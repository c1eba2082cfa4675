/** Remedies about the writer: its access keys, role or given key. */
import { cephSettings, given, oneKey, profile, type Row, settings, writer } from "./row";

export const WRITER: Row[] = [
  cephSettings(
    "writer-needs-iam",
    "set `given` with its key and its `principal`",
    { writer: { keys: { slots: ["a"], current: "a" } } },
    {},
  ),
  cephSettings(
    "principal-everyone",
    "create a user with another uid",
    { writer: { given: { ...given, principal: "arn:aws:iam:::user/anonymous" } } },
    { writer: { given: { ...given, principal: "arn:aws:iam:::user/mastodon" } } },
  ),
  writer(
    "writer-choice",
    "exactly one of keys, role and given",
    { role: { roleName: "m" }, given },
    { given },
  ),
  writer(
    "writer-choice",
    "such as `keys: {}`",
    { onlyFrom: { cidrs: ["203.0.113.0/24"] } },
    { keys: {}, onlyFrom: { cidrs: ["203.0.113.0/24"] } },
  ),
  writer(
    "writer-principal",
    '"arn:aws:iam::123456789012:user/mastodon"',
    { given: { ...given, principal: "me" } },
    { given: { ...given, principal: "arn:aws:iam::123456789012:user/mastodon" } },
  ),
  writer(
    "role-name-arn",
    'set its name, "m"',
    { role: { roleName: "arn:aws:iam::123456789012:role/m" } },
    { role: { roleName: "m" } },
  ),
  writer("role-name", "use 1 to 64 letters", { role: { roleName: "a b" } }, { role: { roleName: "ab" } }),
  writer("credential-empty", "create another key", { given: { ...given, accessKeyId: "" } }, { given }),
  writer(
    "credential-value",
    "create another key",
    { given: { ...given, secretAccessKey: "a'b" } },
    { given },
  ),
  writer(
    "key-slots",
    "each once",
    { keys: { slots: ["a", "a"], current: "a" } },
    { keys: { slots: ["a", "b"], current: "a" } },
  ),
  writer(
    "key-current",
    "set one of slots",
    { keys: { slots: ["a"], current: "b" } },
    { keys: { slots: ["a"], current: "a" } },
  ),
  writer(
    "key-current",
    'add "b" to slots',
    { keys: { slots: ["a"], current: "b" } },
    { keys: { slots: ["a", "b"], current: "b" } },
  ),
  writer(
    "key-inactive-current",
    "change `current` first",
    { keys: { slots: ["a", "b"], current: "a", inactive: ["a"] } },
    { keys: { slots: ["a", "b"], current: "b", inactive: ["a"] } },
  ),
  writer(
    "key-inactive-slot",
    "remove it",
    { keys: { slots: ["a"], current: "a", inactive: ["b"] } },
    { keys: { slots: ["a"], current: "a", inactive: [] } },
  ),
  settings("credential-unused", "remove it", profile("p"), { writer: { role: { roleName: "r" } } }),
  settings(
    "credential-unused",
    "remove it",
    { writer: { given: { ...given, sessionToken: "t" } } },
    { writer: { given } },
  ),
  writer(
    "permissions-boundary",
    '"arn:aws:iam::123456789012:policy/boundary"',
    { keys: { ...oneKey, permissionsBoundary: "boundary" } },
    { keys: { ...oneKey, permissionsBoundary: "arn:aws:iam::123456789012:policy/boundary" } },
  ),
  writer(
    "permissions-boundary-partition",
    'which begins with "arn:aws:"',
    { keys: { ...oneKey, permissionsBoundary: "arn:aws-cn:iam::123456789012:policy/b" } },
    { keys: { ...oneKey, permissionsBoundary: "arn:aws:iam::123456789012:policy/b" } },
  ),
];
