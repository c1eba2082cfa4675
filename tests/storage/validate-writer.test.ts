/** Problems of the argument `writer`, and the stages of a key rotation. */
import * as pulumi from "@pulumi/pulumi";
import { mastodonProblems } from "../../apps/mastodon/validate";
import { codesOf, messagesOf, type Found } from "../validation/of";
import { mastodonPlan } from "../../apps/mastodon/plan";
import { STORE_PRODUCTS } from "../../stores";
import { found, loose, mastodon, onCeph } from "../apps/mastodon/fixtures";
import { withOpposite } from "../stores/made-up";

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
  ["keys with the defaults", { writer: { keys: {} } }],
  ["both slots, the env on a by default", { writer: { keys: { slots: ["b", "a"], inactive: ["b"] } } }],
  [
    "a permissions boundary alone",
    { writer: { keys: { permissionsBoundary: "arn:aws:iam::123456789012:policy/boundary" } } },
  ],
  [
    "places for a given key with its principal",
    {
      writer: {
        ...principal("arn:aws:iam::123456789012:user/mastodon").writer,
        onlyFrom: { cidrs: ["203.0.113.0/24"] },
      },
    },
  ],
  ["a role", { writer: { role: { roleName: "mastodon+web=1,x.y@z-_" } } }],
  ["a role whose name is an output", { writer: { role: { roleName: pulumi.output("x") } } }],
  ["a given key", { writer: { given: { accessKeyId: "AKIA", secretAccessKey: "a b#$" } } }],
  [
    "a given key of outputs and promises",
    given({ accessKeyId: Promise.resolve("AKIA"), secretAccessKey: pulumi.secret("x") }),
  ],
])("%s has no problem", (_, rest) => expect(found(loose(rest))).toEqual([]));

const roleName = "writer.role.roleName";

test.each<[string, Record<string, unknown>, ...Found[]]>([
  ["an empty writer", { writer: {} }, ["writer", "writer-choice"]],
  [
    "two writers",
    { writer: { ...keys(["a"], "a").writer, role: { roleName: "r" } } },
    ["writer", "writer-choice"],
  ],
  [
    "three writers",
    { writer: { keys: {}, role: {}, given: {} } },
    ["writer.role.roleName", "missing-member"],
    ["writer.given.accessKeyId", "missing-member"],
    ["writer.given.secretAccessKey", "missing-member"],
    ["writer", "writer-choice"],
  ],
  [
    "slot b for the env block, but only the default slot has a key",
    { writer: { keys: { current: "b" } } },
    ["writer.keys.current", "key-current"],
  ],
  [
    "a key in slot b only, and none for the env block",
    { writer: { keys: { slots: ["b"] } } },
    ["writer.keys.current", "key-current"],
  ],
  [
    "the only key inactive",
    { writer: { keys: { inactive: ["a"] } } },
    ["writer.keys.inactive[0]", "key-inactive-current"],
  ],
  ["no slot", keys([], "a", ["b"]), ["writer.keys.slots", "key-slots"]],
  ["a slot twice", keys(["a", "a"], "a"), ["writer.keys.slots", "key-slots"]],
  [
    "an unknown slot",
    keys(["a", "c"], "c", ["d"]),
    ["writer.keys.slots[1]", "unknown-value"],
    ["writer.keys.current", "unknown-value"],
    ["writer.keys.inactive[0]", "unknown-value"],
  ],
  ["the env block changes before its key exists", keys(["a"], "b"), ["writer.keys.current", "key-current"]],
  [
    "the key of the env is inactive",
    keys(["a", "b"], "a", ["a"]),
    ["writer.keys.inactive[0]", "key-inactive-current"],
  ],
  [
    "an inactive slot without a key",
    keys(["b"], "b", ["a"]),
    ["writer.keys.inactive[0]", "key-inactive-slot"],
  ],
  ["a role without a name", { writer: { role: {} } }, ["writer.role.roleName", "missing-member"]],
  [
    "the ARN of a role",
    { writer: { role: { roleName: "arn:aws:iam::111111111111:role/app/web" } } },
    ["writer.role.roleName", "role-name-arn"],
  ],
  [
    "an invalid name of a role",
    { writer: { role: { roleName: "app/web" } } },
    ["writer.role.roleName", "role-name"],
  ],
  ["an empty name of a role", { writer: { role: { roleName: "" } } }, ["writer.role.roleName", "role-name"]],
  [
    "a given key without its parts",
    { writer: { given: {} } },
    ["writer.given.accessKeyId", "missing-member"],
    ["writer.given.secretAccessKey", "missing-member"],
  ],
  [
    "null for the parts of a given key",
    given({ accessKeyId: null, secretAccessKey: null }),
    ["writer.given.accessKeyId", "missing-member"],
    ["writer.given.secretAccessKey", "missing-member"],
  ],
  ["null for the name of a role", { writer: { role: { roleName: null } } }, [roleName, "missing-member"]],
  ["a number for the name of a role", { writer: { role: { roleName: 5 } } }, [roleName, "wrong-type"]],
  [
    "a given key of wrong types",
    given({ accessKeyId: true, secretAccessKey: 271828 }),
    ["writer.given.accessKeyId", "wrong-type"],
    ["writer.given.secretAccessKey", "wrong-type"],
  ],
  [
    "a given key of other wrong types",
    given({ accessKeyId: ["CANARY"], secretAccessKey: { CANARY: "CANARY" } }),
    ["writer.given.accessKeyId", "wrong-type"],
    ["writer.given.secretAccessKey", "wrong-type"],
  ],
  ["a function", given({ secretAccessKey: () => "CANARY" }), ["writer.given.secretAccessKey", "wrong-type"]],
  ["an unknown writer", { writer: { key: {} } }, ["writer.key", "unknown-member"]],
  [
    "unknown members of each writer",
    {
      writer: {
        ...given({ princpal: "x" }).writer,
        role: { roleName: "r", arn: "x" },
        keys: { slots: ["a"], current: "a", inactve: [] },
      },
    },
    ["writer.keys.inactve", "unknown-member"],
    ["writer.role.arn", "unknown-member"],
    ["writer.given.princpal", "unknown-member"],
    ["writer", "writer-choice"],
  ],
  ["an empty secret", given({ secretAccessKey: "" }), ["writer.given.secretAccessKey", "credential-empty"]],
  ["an empty id", given({ accessKeyId: "" }), ["writer.given.accessKeyId", "credential-empty"]],
  [
    "a secret that no env file can contain",
    given({ secretAccessKey: "CANARY'" }),
    ["writer.given.secretAccessKey", "credential-value"],
  ],
  ["everybody writes", principal("*"), ["writer.given.principal", "writer-principal"]],
  [
    "a wildcard writes",
    principal("arn:aws:iam::111111111111:user/*"),
    ["writer.given.principal", "writer-principal"],
  ],
  ...["user/ma\u017Ftodon", "user/mastodon\u200b", "role/写", "user/a:b"].map(
    (resource): [string, Record<string, unknown>, ...Found[]] => [
      `a name that IAM does not allow writes: ${JSON.stringify(resource)}`,
      principal(`arn:aws:iam::111111111111:${resource}`),
      ["writer.given.principal", "writer-principal"],
    ],
  ),
  ["an account writes", principal("111111111111"), ["writer.given.principal", "writer-principal"]],
  ["a name writes", principal("mastodon"), ["writer.given.principal", "writer-principal"]],
  [
    "places for a given key without a principal, which no policy limits",
    { writer: { ...given({}).writer, onlyFrom: { cidrs: ["203.0.113.0/24"] } } },
    ["writer.onlyFrom", "only-from-unenforced"],
  ],
  [
    "places for two writers, which is the only problem reported",
    { writer: { ...given({}).writer, role: { roleName: "r" }, onlyFrom: { cidrs: ["203.0.113.0/24"] } } },
    ["writer", "writer-choice"],
  ],
  [
    "places for a given key with a misspelled principal",
    { writer: { ...given({ princpal: "x" }).writer, onlyFrom: { cidrs: ["203.0.113.0/24"] } } },
    ["writer.given.princpal", "unknown-member"],
  ],
  ["null for a writer", { writer: null }, ["writer", "wrong-type"]],
])("%s", (_, rest, ...expected) => {
  const problems = mastodonProblems(loose(rest));
  expect(codesOf(problems)).toEqual(expected);
  expect(JSON.stringify(problems)).not.toContain("CANARY");
});

test.each<[string, Record<string, unknown>, ...string[]]>([
  ["two writers", { writer: { ...keys(["a"], "a").writer, role: { roleName: "r" } } }, "keys and role;"],
  ["no key for the env", keys(["a"], "b"), '"b", which is not in slots', 'add "b" to slots'],
  ["the ARN of a role", { writer: { role: { roleName: "arn:aws:iam::1:role/app/web" } } }, 'its name, "web"'],
  ["a list instead of a string", given({ secretAccessKey: ["CANARY"] }), "is a list"],
  ["a secret that no env file can contain", given({ secretAccessKey: "CANARY'" }), "single quote"],
  ["an unknown writer", { writer: { key: {} } }, "did you mean keys?"],
])("the message about %s", (_, rest, ...words) => {
  const said = messagesOf(mastodonProblems(loose(rest))).join("\n");
  for (const part of words) expect(said).toContain(part);
});

describe("on Ceph, which has no IAM", () => {
  test.each<[string, Record<string, unknown>]>([
    ["the key of a user there", {}],
    ["a key without a principal", given({})],
  ])("%s is fine", (_, rest) => expect(found({ ...onCeph(), ...rest })).toEqual([]));

  test.each<[string, Record<string, unknown>, ...Found[]]>([
    ["no writer", { writer: undefined }, ["writer", "missing-member"]],
    ["an empty writer", { writer: {} }, ["writer", "writer-choice"]],
    ["keys", keys(["a"], "a"), ["writer.keys", "writer-needs-iam"]],
    ["a role", { writer: { role: { roleName: "r" } } }, ["writer.role", "writer-needs-iam"]],
    ...["arn:aws:iam::111111111111:user/m", "mastodon", "arn:aws:iam:::user/*", "arn:aws:iam:::role/m"].map(
      (name): [string, Record<string, unknown>, Found] => [
        `the principal ${name}`,
        principal(name),
        ["writer.given.principal", "writer-principal"],
      ],
    ),
  ])("%s", (_, rest, ...expected) => expect(found({ ...onCeph(), ...rest })).toEqual(expected));

  test("the user of unsigned requests is everybody, and may not write", () => {
    const args = { ...onCeph(), ...principal("arn:aws:iam:::user/anonymous") };
    expect(codesOf(mastodonProblems(args, ""))).toEqual([["writer.given.principal", "principal-everyone"]]);
  });
});

describe("on a store that has keys but no IAM", () => {
  const on = <T>(run: () => T | Promise<T>) => withOpposite(STORE_PRODUCTS["aws"]!, ["iam"], run);

  test("keys are created by default", () => on(() => expect(found(loose({}))).toEqual([])));

  test("a role and a permissions boundary are errors, and the remedy is supported", () =>
    on(() => {
      const role = mastodonProblems(loose({ writer: { role: { roleName: "r" } } }));
      expect(codesOf(role)).toEqual([["writer.role", "writer-needs-iam"]]);
      expect(messagesOf(role)).toEqual(["is not supported, because AWS has no IAM; set `keys` instead"]);
      const permissionsBoundary = "arn:aws:iam::123456789012:policy/boundary";
      expect(found(loose({ writer: { keys: { permissionsBoundary } } }))).toEqual([
        ["writer.keys.permissionsBoundary", "writer-needs-iam"],
      ]);
      expect(messagesOf(mastodonProblems(loose({ writer: {} }))).join()).toContain(
        "set exactly one of keys and given",
      );
    }));

  test("the facts name no user", () =>
    on(() => expect(mastodonPlan(mastodon()).facts.writer).not.toHaveProperty("user")));
});

test("on a store that has IAM, but where this library creates no keys, a key is given", () =>
  withOpposite(STORE_PRODUCTS["aws"]!, ["writerKeys"], () => {
    expect(messagesOf(mastodonProblems(loose({ writer: { keys: {} } }))).join()).toContain(
      "because this library cannot create keys on AWS; create a user",
    );
    expect(found(loose({ writer: { role: { roleName: "r" } } }))).toEqual([]);
  }));

describe("a permissions boundary", () => {
  const problemsOf = (permissionsBoundary: unknown, region = "eu-central-1") => {
    const writer = { keys: { permissionsBoundary } };
    return codesOf(mastodonProblems(loose({ writer, store: { aws: { region } } })));
  };
  const path = "writer.keys.permissionsBoundary";

  test.each<[string, string, unknown]>([
    ["of the account", "eu-central-1", "arn:aws:iam::123456789012:policy/boundary"],
    ["below a path", "eu-central-1", "arn:aws:iam::123456789012:policy/teams/media/boundary"],
    ["of AWS", "eu-central-1", "arn:aws:iam::aws:policy/PowerUserAccess"],
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

  test.each([5, null, {}])("of another type (%j) is an error", (arn) =>
    expect(problemsOf(arn)).toHaveLength(1),
  );
});
