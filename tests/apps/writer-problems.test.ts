/** Every message about who writes, and the stages of a key rotation. */
import * as pulumi from "@pulumi/pulumi";
import { mastodonProblems } from "../../apps/mastodon-problems";
import { codesOf } from "../problems/of";
import { found, loose, onCeph, type Found } from "./settings";

const keys = (slots: string[], current: string, inactive?: string[]) => ({
  writer: { keys: { slots, current, ...(inactive && { inactive }) } },
});
const given = (rest: object) => ({
  writer: { given: { accessKeyId: "AKIA", secretAccessKey: "x", ...rest } },
});
const principal = (name: string) => given({ principal: name });

test.each<[string, Record<string, unknown>]>([
  ["rotation 1: a", keys(["a"], "a")],
  ["rotation 2: a and b, the env on a", keys(["a", "b"], "a")],
  ["rotation 3: a and b, the env on b", keys(["a", "b"], "b")],
  ["rotation 4: a inactive", keys(["a", "b"], "b", ["a"])],
  ["rotation 5: b alone", keys(["b"], "b", [])],
  ["a role", { writer: { role: { roleName: "mastodon+web=1,x.y@z-_" } } }],
  ["a role whose name is an output", { writer: { role: { roleName: pulumi.output("x") } } }],
  ["a given key", { writer: { given: { accessKeyId: "AKIA", secretAccessKey: "a b#$" } } }],
  [
    "a given key of outputs and promises",
    given({ accessKeyId: Promise.resolve("AKIA"), secretAccessKey: pulumi.secret("x") }),
  ],
])("%s has no problem", (_, rest) => expect(found(loose(rest))).toEqual([]));

const slots = '"a" or "b"';
const noRole = 'is no name of a role, which has 1 to 64 letters, digits and "_+=,.@-"; write the name';
const noUser = 'is no user or role; write its ARN, such as "arn:aws:iam::123456789012:user/mastodon"';
const roleName = "writer.role.roleName";
const orOutput = "write a text, or an output of one";
const oneWriter = "write exactly one of keys, role and given, or leave writer out for a key in slot a";

test.each<[string, Record<string, unknown>, ...Found[]]>([
  ["a writer that says nothing", { writer: {} }, ["writer", `says nothing; ${oneWriter}`]],
  [
    "two writers",
    { writer: { ...keys(["a"], "a").writer, role: { roleName: "r" } } },
    ["writer", `says keys and role; ${oneWriter}`],
  ],
  [
    "three writers",
    { writer: { keys: {}, role: {}, given: {} } },
    ["writer", `says keys and role and given; ${oneWriter}`],
    ["writer.keys.slots", "is missing; write it"],
    ["writer.keys.current", "is missing; write it"],
    ["writer.role.roleName", "is missing; write it"],
    ["writer.given.accessKeyId", "is missing; write it"],
    ["writer.given.secretAccessKey", "is missing; write it"],
  ],
  [
    "no slots",
    { writer: { keys: {} } },
    ["writer.keys.slots", "is missing; write it"],
    ["writer.keys.current", "is missing; write it"],
  ],
  [
    "no slot",
    keys([], "a"),
    ["writer.keys.slots", "must name slot a, slot b or both, each once"],
    ["writer.keys.current", 'is "a", which has no key; write one of slots, or add "a" to slots'],
  ],
  [
    "a slot twice",
    keys(["a", "a"], "a"),
    ["writer.keys.slots", "must name slot a, slot b or both, each once"],
  ],
  [
    "a slot that is none",
    keys(["a", "c"], "c", ["d"]),
    ["writer.keys.slots[1]", `is "c"; write ${slots}`],
    ["writer.keys.current", `is "c"; write ${slots}`],
    ["writer.keys.inactive[0]", `is "d"; write ${slots}`],
  ],
  [
    "the env moves before its key is there",
    keys(["a"], "b"),
    ["writer.keys.current", 'is "b", which has no key; write one of slots, or add "b" to slots'],
  ],
  [
    "the key of the env is inactive",
    keys(["a", "b"], "a", ["a"]),
    [
      "writer.keys.inactive[0]",
      'is "a", whose key the env block carries: the app would be locked out; change `current` first',
    ],
  ],
  [
    "an inactive slot without a key",
    keys(["b"], "b", ["a"]),
    ["writer.keys.inactive[0]", 'is "a", which is not in slots; leave it out'],
  ],
  ["a role without a name", { writer: { role: {} } }, ["writer.role.roleName", "is missing; write it"]],
  [
    "the ARN of a role",
    { writer: { role: { roleName: "arn:aws:iam::111111111111:role/app/web" } } },
    [
      "writer.role.roleName",
      '"arn:aws:iam::111111111111:role/app/web" is the ARN of a role; write its name, "web"',
    ],
  ],
  [
    "no name of a role",
    { writer: { role: { roleName: "app/web" } } },
    ["writer.role.roleName", `"app/web" ${noRole}`],
  ],
  [
    "an empty name of a role",
    { writer: { role: { roleName: "" } } },
    ["writer.role.roleName", `"" ${noRole}`],
  ],
  [
    "a given key without its parts",
    { writer: { given: {} } },
    ["writer.given.accessKeyId", "is missing; write it"],
    ["writer.given.secretAccessKey", "is missing; write it"],
  ],
  [
    "null for the parts of a given key",
    given({ accessKeyId: null, secretAccessKey: null }),
    ["writer.given.accessKeyId", "is missing; write it"],
    ["writer.given.secretAccessKey", "is missing; write it"],
  ],
  [
    "null for the name of a role",
    { writer: { role: { roleName: null } } },
    [roleName, "is missing; write it"],
  ],
  [
    "a number for the name of a role",
    { writer: { role: { roleName: 5 } } },
    [roleName, `is a number; ${orOutput}`],
  ],
  [
    "a given key of wrong types",
    given({ accessKeyId: true, secretAccessKey: 271828 }),
    ["writer.given.accessKeyId", `is a boolean; ${orOutput}`],
    ["writer.given.secretAccessKey", `is a number; ${orOutput}`],
  ],
  [
    "a given key of other wrong types",
    given({ accessKeyId: ["CANARY"], secretAccessKey: { CANARY: "CANARY" } }),
    ["writer.given.accessKeyId", `is a list; ${orOutput}`],
    ["writer.given.secretAccessKey", `is a map; ${orOutput}`],
  ],
  [
    "a function",
    given({ secretAccessKey: () => "CANARY" }),
    ["writer.given.secretAccessKey", `is a function; ${orOutput}`],
  ],
  ["an unknown writer", { writer: { key: {} } }, ["writer.key", "is unknown; did you mean keys?"]],
  [
    "unknown members of each writer",
    {
      writer: {
        ...given({ princpal: "x" }).writer,
        role: { roleName: "r", arn: "x" },
        keys: { slots: ["a"], current: "a", inactve: [] },
      },
    },
    ["writer", `says keys and role and given; ${oneWriter}`],
    ["writer.keys.inactve", "is unknown; did you mean inactive?"],
    ["writer.role.arn", "is unknown; known here: roleName"],
    ["writer.given.princpal", "is unknown; did you mean principal?"],
  ],
  [
    "an empty secret",
    given({ secretAccessKey: "" }),
    ["writer.given.secretAccessKey", "is empty; make another key"],
  ],
  ["an empty id", given({ accessKeyId: "" }), ["writer.given.accessKeyId", "is empty; make another key"]],
  [
    "a secret that no env file carries",
    given({ secretAccessKey: "CANARY'" }),
    [
      "writer.given.secretAccessKey",
      "contains a single quote, which readers of env files take in different ways; make another key",
    ],
  ],
  ["everybody writes", principal("*"), ["writer.given.principal", `"*" ${noUser}`]],
  [
    "a wildcard writes",
    principal("arn:aws:iam::111111111111:user/*"),
    ["writer.given.principal", `"arn:aws:iam::111111111111:user/*" ${noUser}`],
  ],
  ["an account writes", principal("111111111111"), ["writer.given.principal", `"111111111111" ${noUser}`]],
  ["a name writes", principal("mastodon"), ["writer.given.principal", `"mastodon" ${noUser}`]],
  ["null for a writer", { writer: null }, ["writer", "is empty; write a map of keys and values"]],
])("%s", (_, rest, ...problems) => expect(found(loose(rest))).toEqual(problems));

describe("on Ceph, which has no IAM", () => {
  const own =
    'ceph has no IAM in which users and keys could be made: make a user there yourself, and write `given` with its key and its `principal`, "arn:aws:iam:::user/<uid>"';
  const noUserOfCeph = 'is no user; write its ARN, "arn:aws:iam:::user/<uid>"';

  test.each<[string, Record<string, unknown>]>([
    ["the key of a user there", {}],
    ["a key whose rights are granted elsewhere", given({})],
  ])("%s is fine", (_, rest) => expect(found({ ...onCeph(), ...rest })).toEqual([]));

  test.each<[string, Record<string, unknown>, ...Found[]]>([
    ["no writer", { writer: undefined }, ["writer", `is missing; ${own}`]],
    ["a writer that says nothing", { writer: {} }, ["writer", `says nothing; ${own}`]],
    ["keys to be made", keys(["a"], "a"), ["writer.keys", `cannot be made; ${own}`]],
    ["a role", { writer: { role: { roleName: "r" } } }, ["writer.role", `cannot be made; ${own}`]],
    ...["arn:aws:iam::111111111111:user/m", "mastodon", "arn:aws:iam:::user/*", "arn:aws:iam:::role/m"].map(
      (name): [string, Record<string, unknown>, Found] => [
        `the principal ${name}`,
        principal(name),
        ["writer.given.principal", `"${name}" ${noUserOfCeph}`],
      ],
    ),
  ])("%s", (_, rest, ...expected) => expect(found({ ...onCeph(), ...rest })).toEqual(expected));

  test("the user of unsigned requests is everybody, and may not write", () => {
    const args = { ...onCeph(), ...principal("arn:aws:iam:::user/anonymous") };
    expect(codesOf(mastodonProblems(args, ""))).toEqual([["writer.given.principal", "principal-everyone"]]);
  });
});

describe("a permissions boundary", () => {
  const problemsOf = (permissionsBoundary: unknown, region = "eu-central-1") => {
    const writer = { keys: { slots: ["a"], current: "a", permissionsBoundary } };
    return codesOf(mastodonProblems(loose({ writer, store: { aws: { region } } })));
  };
  const path = "writer.keys.permissionsBoundary";

  test.each<[string, string, unknown]>([
    ["of the account's own", "eu-central-1", "arn:aws:iam::123456789012:policy/boundary"],
    ["below a path", "eu-central-1", "arn:aws:iam::123456789012:policy/teams/media/boundary"],
    ["of AWS's own", "eu-central-1", "arn:aws:iam::aws:policy/PowerUserAccess"],
    ["in China", "cn-north-1", "arn:aws-cn:iam::123456789012:policy/boundary"],
    ["that is an output", "eu-central-1", pulumi.output("arn:aws:iam::123456789012:policy/boundary")],
  ])("%s has no problem", (_, region, arn) => expect(problemsOf(arn, region)).toEqual([]));

  test.each<[string, unknown]>([
    ["a name", "boundary"],
    ["nothing", ""],
    ["a role", "arn:aws:iam::123456789012:role/boundary"],
    ["an inline policy's user", "arn:aws:iam::123456789012:user/boundary"],
    ["a short account", "arn:aws:iam::12345:policy/boundary"],
    ["no account", "arn:aws:iam:::policy/boundary"],
    ["a folder", "arn:aws:iam::123456789012:policy/teams/"],
    ["a wildcard", "arn:aws:iam::123456789012:policy/*"],
    ["a line break behind it", "arn:aws:iam::123456789012:policy/boundary\n"],
  ])("cannot be %s", (_, arn) => expect(problemsOf(arn)).toEqual([[path, "permissions-boundary"]]));

  test("must be in the partition of the region", () => {
    expect(problemsOf("arn:aws:iam::123456789012:policy/boundary", "cn-north-1")).toEqual([
      [path, "permissions-boundary-partition"],
    ]);
  });

  test.each([5, null, {}])("of another type is an error: %j", (arn) =>
    expect(problemsOf(arn)).toHaveLength(1),
  );
});
