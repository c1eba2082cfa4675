import { testRefused, when } from "./lint-cases";

testRefused([
  [
    "an escape without wildcards",
    when({ StringEquals: { "aws:Referer": "a${*}" } }),
    "p.Statement[0].Condition.StringEquals.aws:Referer",
    'this operator has no wildcards to escape; write "*" itself',
  ],
  [
    "a negated variable in a condition",
    when({ StringNotLike: { "aws:Referer": "${aws:username}" } }),
    "p.Statement[0].Condition.StringNotLike.aws:Referer",
    "in a negated match",
  ],
  ["an empty Condition", when({}), "p.Statement[0].Condition", "is {}; write { <operator>"],
  [
    "an unknown operator",
    when({ Boool: { "aws:SecureTransport": "false" } }),
    "p.Statement[0].Condition.Boool",
    'write "Bool" or another of StringEquals',
  ],
  [
    "Null with IfExists",
    when({ NullIfExists: { "aws:SourceIp": "true" } }),
    "p.Statement[0].Condition.NullIfExists",
    'write "Null" without IfExists',
  ],
  [
    "a quantifier with IfExists",
    when({ "ForAnyValue:StringLikeIfExists": { "aws:TagKeys": "a" } }),
    "p.Statement[0].Condition.ForAnyValue:StringLikeIfExists",
    'write "StringLike" without',
  ],
  [
    "an operator in lower case",
    when({ bool: { "aws:SecureTransport": "false" } }),
    "p.Statement[0].Condition.bool",
    'write "Bool"',
  ],
  [
    "an operator without keys",
    when({ Bool: {} }),
    "p.Statement[0].Condition.Bool",
    "is {}; write { <condition key>: <values> }",
  ],
  [
    "a key that is none",
    when({ Bool: { SecureTransport: "false" } }),
    "p.Statement[0].Condition.Bool.SecureTransport",
    "is no condition key",
  ],
  [
    "a value that is no text",
    when({ Bool: { "aws:SecureTransport": false } }),
    "p.Statement[0].Condition.Bool.aws:SecureTransport",
    'is false, and policies compare texts only; write "false"',
  ],
  [
    "no values",
    when({ Bool: { "aws:SecureTransport": [] } }),
    "p.Statement[0].Condition.Bool.aws:SecureTransport",
    "is an empty list",
  ],
  [
    "a truth that is none",
    when({ Bool: { "aws:SecureTransport": "no" } }),
    "p.Statement[0].Condition.Bool.aws:SecureTransport",
    'compares with nothing; write "true" or "false"',
  ],
  [
    "an address that is none",
    when({ IpAddress: { "aws:SourceIp": ["10.0.0.0/33"] } }),
    "p.Statement[0].Condition.IpAddress.aws:SourceIp[0]",
    "write an address or a range",
  ],
  [
    "a number that is none",
    when({ NumericLessThan: { "s3:max-keys": "ten" } }),
    "p.Statement[0].Condition.NumericLessThan.s3:max-keys",
    "write a number",
  ],
  [
    "a date without zone",
    when({ DateLessThan: { "aws:CurrentTime": "2030-01-01T00:00:00" } }),
    "p.Statement[0].Condition.DateLessThan.aws:CurrentTime",
    "write a date with its zone",
  ],
  [
    "an ARN that is none",
    when({ ArnLike: { "aws:PrincipalArn": "*" } }),
    "p.Statement[0].Condition.ArnLike.aws:PrincipalArn",
    "write an ARN with all its six parts",
  ],
  [
    "a Null that is none",
    when({ Null: { "aws:SourceIp": "yes" } }),
    "p.Statement[0].Condition.Null.aws:SourceIp",
    'write "true" for a key that is absent',
  ],
  [
    "a multivalued key",
    when({ StringEquals: { "aws:PrincipalOrgPaths": "o-a/r-b/" } }),
    "p.Statement[0].Condition.StringEquals.aws:PrincipalOrgPaths",
    'has several values, which "StringEquals" never matches; write "ForAnyValue:StringEquals"',
  ],
]);
