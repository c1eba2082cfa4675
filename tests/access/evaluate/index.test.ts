import { requestContext } from "../../../access/evaluate/context";
import { evaluate, type AccessRequest, type Policies, type Principal } from "../../../access/evaluate";
import { inRange, ipRange } from "../../../access/evaluate/ip";
import type { PolicyDocument, Statement } from "../../../access/policy";

const home = "111111111111";
const arn = "arn:aws:s3:::media";
const alice = { kind: "aws", arn: `arn:aws:iam::${home}:user/alice`, accountId: home } as const;
const read: Statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `${arn}/*` };
const policy = (...Statement: Statement[]): PolicyDocument => ({ Version: "2012-10-17", Statement });
const ask = (change: Partial<AccessRequest>, policies: Partial<Policies> = {}) =>
  evaluate(
    { principal: { kind: "anonymous" }, action: "s3:GetObject", resource: `${arn}/a`, ...change },
    { bucketAccountId: home, ...policies },
  );
const holds = (
  Condition: Statement["Condition"] & object,
  context: AccessRequest["context"],
  principal = alice,
) =>
  ask({ principal, context: context ?? {} }, { bucketPolicy: policy({ ...read, Condition }) }).effect ===
  "allow";

describe("a decision names the statements that decide", () => {
  const { Principal: everyone, ...identity } = read;
  const policies: Partial<Policies> = {
    bucketPolicy: policy({ ...read, Sid: "Open" }, read),
    identityPolicies: [
      policy({ ...identity, Sid: "Mine" }),
      policy({ ...identity, Effect: "Deny", Action: "s3:Put*" }),
    ],
  };

  test("for an allow", () => {
    const statements = ["bucket policy: Open", "bucket policy: #1", "identity policy 0: Mine"];
    expect(ask({ principal: alice }, policies)).toEqual({ effect: "allow", statements });
    expect(everyone).toBe("*");
  });

  test("for a deny, which overrides an allow", () => {
    expect(ask({ principal: alice, action: "s3:PutObject" }, policies)).toEqual({
      effect: "explicit-deny",
      statements: ["identity policy 1: #0"],
    });
  });

  test("for a request that nothing allows", () => {
    expect(ask({ action: "s3:PutObject" }, policies)).toEqual({ effect: "implicit-deny", statements: [] });
  });

  test("for a public policy that restrictPublicBuckets limits", () => {
    expect(ask({}, { ...policies, publicAccessBlock: { restrictPublicBuckets: true } })).toEqual({
      effect: "explicit-deny",
      statements: ["bucket policy: Open", "bucket policy: #1"],
      blockedBy: "restrictPublicBuckets",
    });
  });
});

test("without a policy only the account's root is allowed", () => {
  expect(ask({}).effect).toBe("implicit-deny");
  expect(ask({ principal: alice }).effect).toBe("implicit-deny");
  const root: Principal = { kind: "aws", arn: `arn:aws:iam::${home}:root`, accountId: home };
  expect(ask({ principal: root })).toEqual({
    effect: "allow",
    statements: ["account root: may do everything in its account"],
  });
  expect(ask({ principal: root }, { publicAccessBlock: { restrictPublicBuckets: true } }).effect).toBe(
    "allow",
  );
});

test("a statement without Principal matches nobody", () => {
  const { Principal: gone, ...nobody } = read;
  expect([gone, ask({}, { bucketPolicy: policy(nobody) }).effect]).toEqual(["*", "implicit-deny"]);
});

describe("an unsupported policy throws, instead of denying silently", () => {
  test("an operator", () => {
    expect(() => holds({ Boool: { a: "b" } }, {})).toThrow("The condition operator Boool is not supported");
  });
  test("a variable", () => {
    expect(() => holds({ StringLike: { "aws:Referer": "${aws:SourceIp}" } }, { "aws:Referer": "a" })).toThrow(
      "The policy variable ${aws:SourceIp} is not supported",
    );
  });
});

describe("condition keys that follow from the principal", () => {
  const keys = (principal: Principal, given: Record<string, string | string[]> = {}) =>
    Object.fromEntries(requestContext(principal, given));

  test("of an unsigned request, which has no identity", () => {
    const claims = {
      "aws:PrincipalArn": "x",
      "aws:PrincipalTag/a": "x",
      "aws:PrincipalOrgID": "x",
      "aws:Username": "x",
    };
    expect(
      keys({ kind: "anonymous" }, { ...claims, "aws:PrincipalAccount": home, "aws:Referer": "r" }),
    ).toEqual({
      "aws:referer": "r",
      "aws:principaltype": "Anonymous",
      "aws:principalaccount": "anonymous",
      "aws:userid": "anonymous",
      "aws:principalisawsservice": "false",
    });
  });

  test("of a service", () => {
    expect(keys({ kind: "service", service: "s" }, { "aws:PrincipalArn": "x" })).toEqual({
      "aws:principalservicename": "s",
      "aws:principalisawsservice": "true",
    });
  });

  test.each([
    [`arn:aws:iam::${home}:user/team/alice`, { "aws:principaltype": "User", "aws:username": "alice" }],
    [`arn:aws:iam::${home}:root`, { "aws:principaltype": "Account", "aws:userid": home }],
    [`arn:aws:iam::${home}:role/app/writer`, { "aws:principaltype": "AssumedRole" }],
  ])("of %s", (principal, expected) => {
    expect(keys({ kind: "aws", arn: principal, accountId: home }, { "aws:username": "x" })).toEqual({
      "aws:principalarn": principal,
      "aws:principalaccount": home,
      "aws:principalisawsservice": "false",
      ...expected,
    });
  });

  test("of a session: the ARN of its role", () => {
    const session: Principal = {
      kind: "aws",
      arn: `arn:aws:sts::${home}:assumed-role/writer/i-1`,
      accountId: home,
    };
    expect(keys(session)).toMatchObject({
      "aws:principalarn": `arn:aws:iam::${home}:role/writer`,
      "aws:principaltype": "AssumedRole",
    });
  });
});

describe("NotPrincipal excludes a user that is listed together with the account", () => {
  const root = `arn:aws:iam::${home}:root`;
  const role = `arn:aws:iam::${home}:role/app/writer`;
  const session = `arn:aws:sts::${home}:assumed-role/writer/i-1`;
  const left = (names: string[], who: string) => {
    const { Principal: everyone, ...rest } = read;
    const deny: Statement = { ...rest, Effect: "Deny", NotPrincipal: { AWS: names } };
    const principal: Principal = { kind: "aws", arn: who, accountId: home };
    expect(everyone).toBe("*");
    return ask({ principal }, { bucketPolicy: policy(read, deny) }).effect === "allow";
  };

  test.each([
    [[home, alice.arn], alice.arn],
    [[root], root],
    [[root, role], role],
    [[root, role], session],
    [["*"], alice.arn],
  ])("%j excludes %s", (names, who) => expect(left(names, who)).toBe(true));

  test.each([
    [[home], alice.arn],
    [[alice.arn], alice.arn],
    [[root, alice.arn], `arn:aws:iam::${home}:user/bob`],
    [[root, session], session],
    [["222222222222"], root],
  ])("%j does not exclude %s", (names, who) => expect(left(names, who)).toBe(false));
});

describe("conditions", () => {
  test("a key with several values needs a quantifier", () => {
    const paths = { "aws:PrincipalOrgPaths": ["a", "b"] };
    expect(holds({ StringEquals: { "aws:PrincipalOrgPaths": "a" } }, paths)).toBe(false);
    expect(holds({ "ForAnyValue:StringEquals": { "aws:PrincipalOrgPaths": "a" } }, paths)).toBe(true);
    expect(holds({ "ForAllValues:StringEquals": { "aws:PrincipalOrgPaths": "a" } }, paths)).toBe(false);
  });

  test("a value that cannot be compared matches neither an operator nor its negation", () => {
    for (const operator of ["NumericEquals", "NumericNotEquals", "NumericLessThan"]) {
      expect(holds({ [operator]: { "s3:max-keys": "1" } }, { "s3:max-keys": "many" })).toBe(false);
    }
    for (const operator of ["IpAddress", "NotIpAddress"]) {
      expect(holds({ [operator]: { "aws:SourceIp": "10.0.0.0/8" } }, { "aws:SourceIp": "here" })).toBe(false);
      expect(holds({ [operator]: { "aws:SourceIp": "x" } }, { "aws:SourceIp": "10.0.0.1" })).toBe(false);
    }
    for (const operator of ["ArnLike", "ArnNotLike"]) {
      expect(holds({ [operator]: { "aws:SourceArn": "arn:aws:s3:::a" } }, { "aws:SourceArn": "a" })).toBe(
        false,
      );
    }
    expect(
      holds({ DateEquals: { "aws:CurrentTime": "2030-13-01" } }, { "aws:CurrentTime": "2030-01-01" }),
    ).toBe(false);
    expect(holds({ StringEquals: { "aws:Referer": "${aws:userid}" } }, { "aws:Referer": "" })).toBe(false);
    expect(holds({ StringLike: { "aws:Referer": "${aws:userid}*" } }, { "aws:Referer": "" })).toBe(false);
  });

  test("seconds since 1970 are dates, and equal to their ISO form", () => {
    expect(
      holds({ DateEquals: { "aws:EpochTime": "2026-01-01T00:00:00Z" } }, { "aws:EpochTime": "1767225600" }),
    ).toBe(true);
  });

  test("variables inside strings, with an operator that ignores case", () => {
    const referer = { "aws:Referer": "x-ALICE-alice" };
    expect(holds({ StringEquals: { "aws:Referer": "x-ALICE-${aws:username}" } }, referer)).toBe(true);
    expect(holds({ StringEquals: { "aws:Referer": "x-${aws:username}-${aws:username}" } }, referer)).toBe(
      false,
    );
    expect(
      holds({ StringEqualsIgnoreCase: { "aws:Referer": "X-${aws:username}-${aws:username}" } }, referer),
    ).toBe(true);
  });
});

test("addresses and ranges", () => {
  for (const text of [
    "1.2.3",
    "1.2.3.256",
    "01.2.3.4",
    "1.2.3.4/33",
    "1.2.3.4/a",
    "1.2.3.4/8/8",
    "",
    "::1::",
    "1:2",
    "g::1",
  ]) {
    expect([text, ipRange(text)]).toEqual([text, undefined]);
  }
  expect(ipRange("1:2:3:4:5:6:7:8::")).toBeUndefined();
  const inside = (range: string, address: string) => inRange(ipRange(range)!, address);
  expect(inside("::/0", "2001:db8::1")).toBe(true);
  expect(inside("0.0.0.0/0", "255.255.255.255")).toBe(true);
  expect(inside("0.0.0.0/0", "::1")).toBe(false);
  expect(inside("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:0008")).toBe(true);
  expect(inside("203.0.113.128/25", "203.0.113.127")).toBe(false);
});
