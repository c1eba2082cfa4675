import type { Shown } from "../../../cli/offline/values";
import { renderTree } from "../../../cli/preview/render-tree";
import type { Terminal } from "../../../cli/preview/terminal";
import { bucket, PIPE, SCREEN } from "./models";

/** What a bucket policy with these statements looks like. */
function policy(statements: Shown, terminal: Terminal = PIPE): string[] {
  const document = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  const [, first, ...lines] = renderTree(bucket({ policy: document }), terminal);
  expect(first).toBe("     policy: Version 2012-10-17");
  return lines.map((line) => line.slice(7));
}

const arn = "arn:aws:s3:::media";
const prefixes = ["accounts", "cache", "custom_emojis", "media_attachments", "preview_cards", "site_uploads"];
const read = {
  Sid: "PublicRead",
  Effect: "Allow",
  Principal: "*",
  Action: "s3:GetObject",
  Resource: prefixes.map((prefix) => `${arn}/${prefix}/*`),
};
const tls = {
  Sid: "Tls",
  Effect: "Deny",
  Principal: { AWS: "*" },
  Action: "s3:*",
  Resource: [arn, `${arn}/*`],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

test("each statement is a line: effect, Sid and principal in columns, then actions, resources, conditions", () => {
  expect(policy([{ ...read, Resource: `${arn}/cache/*` }, tls])).toEqual([
    "Allow  PublicRead  anyone  s3:GetObject on arn:aws:s3:::media/cache/*",
    'Deny   Tls         anyone  s3:* on arn:aws:s3:::media, arn:aws:s3:::media/* if Bool aws:SecureTransport "false"',
  ]);
});

test("long lists are folded and lines wrapped in a terminal", () => {
  expect(policy([read], SCREEN)).toEqual([
    "Allow  PublicRead  anyone  s3:GetObject on 6 resources in arn:aws:s3:::media/: accounts/*,",
    "       cache/*, custom_emojis/*, … (--full shows all)",
  ]);
});

test("--full, and a pipe, show every ARN, each statement in one line", () => {
  const [line, ...rest] = policy([read], PIPE);
  expect(line).toBe(`Allow  PublicRead  anyone  s3:GetObject on ${read.Resource.join(", ")}`);
  expect(rest).toEqual([]);
});

test("what folded names have in common is said only when all of them have it", () => {
  const actions = [
    "s3:GetObject",
    "s3:PutObject",
    "s3:DeleteObject",
    "s3:ListBucket",
    "s3:GetBucketAcl",
    "iam:*",
  ];
  const Resource = ["b/c/1", "b/c/2", "b/d/3", "b/d/4", "b/d/5", "b/d/6"];
  expect(policy({ Effect: "Allow", Action: actions, Resource }, { ...SCREEN, width: 200 })).toEqual([
    "Allow  6 actions: s3:GetObject, s3:PutObject, s3:DeleteObject, … (--full shows all) " +
      "on 6 resources in b/: c/1, c/2, d/3, … (--full shows all)",
  ]);
});

test("folded names that share nothing but a first slash, or nothing at all", () => {
  const Resource = ["/a", "b", "c", "d", "e", "f"];
  expect(policy({ Effect: "Allow", Resource }, SCREEN)).toEqual([
    "Allow  on 6 resources: /a, b, c, … (--full shows all)",
  ]);
});

test("a policy of an identity has no column for principals, one without Sids none for them", () => {
  expect(policy([{ Effect: "Allow", Action: ["s3:ListBucket"], Resource: arn }])).toEqual([
    "Allow  s3:ListBucket on arn:aws:s3:::media",
  ]);
});

test("principals are named with their kind", () => {
  const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: arn };
  expect(
    policy([
      { ...statement, Principal: { Service: "cloudfront.amazonaws.com" } },
      { ...statement, Principal: { AWS: ["arn:aws:iam::1:root", "*"], Federated: "x" } },
      { ...statement, NotPrincipal: { AWS: "arn:aws:iam::1:root" } },
      { ...statement, Principal: "odd" },
      { ...statement, Principal: { AWS: ["*"] } },
      { ...statement, Principal: { AWS: [], Service: "x" } },
    ]).map((line) => line.replace(/ +s3:GetObject.*/, "")),
  ).toEqual([
    "Allow  Service cloudfront.amazonaws.com",
    "Allow  AWS arn:aws:iam::1:root, *, Federated x",
    "Allow  anyone but AWS arn:aws:iam::1:root",
    "Allow  odd",
    "Allow  anyone",
    "Allow  AWS , Service x",
  ]);
});

test("what is negated, tested or unknown here is never left out", () => {
  expect(
    policy({
      Effect: "Deny",
      NotAction: "s3:GetObject",
      NotResource: `${arn}/*`,
      Condition: { StringLike: { "aws:Referer": ["a", "b"], k: "v" }, Odd: "text" },
      Surprise: { a: 1 },
    }),
  ).toEqual([
    "Deny  all but s3:GetObject on all but arn:aws:s3:::media/* " +
      'if StringLike aws:Referer a or b and StringLike k v and Odd text Surprise {"a":1}',
  ]);
  expect(policy({ Effect: "Deny", Condition: "none" })).toEqual(["Deny  if none"]);
});

test("an object with statements is a policy too, as an item of a list as well", () => {
  const document = { Statement: [{ Effect: "Allow", Action: "s3:*" }] };
  expect(renderTree(bucket({ policy: document, more: [JSON.stringify(document)] }), PIPE).slice(1)).toEqual([
    "     policy:",
    "       Allow  s3:*",
    "     more:",
    "       -",
    "         Allow  s3:*",
  ]);
});

test.each(['{"Statement":broken', '{"Statement":[]}', '{"Statement":["x"]}', "a Statement"])(
  "%s is no policy and stays text",
  (text) => {
    expect(renderTree(bucket({ text }), PIPE).slice(1)).toEqual([`     text: ${text}`]);
  },
);

test("a policy cannot command the terminal", () => {
  const evil = "\u001b[2J";
  const statement = {
    Sid: evil,
    Effect: evil,
    Principal: { [evil]: evil },
    Action: evil,
    Resource: [evil],
    Condition: { [evil]: { [evil]: [evil, { a: evil }] } },
    [evil]: evil,
  };
  const text = renderTree(bucket({ policy: { [evil]: evil, Statement: [statement] } }), PIPE).join("\n");
  expect(text).not.toContain("\u001b");
  expect(text.match(/\\u001b\[2J/g)).toHaveLength(14);
});
