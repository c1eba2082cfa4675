import { testRefused, when } from "./cases";

testRefused([
  [
    "a key with a letter that looks like another one",
    when({ StringEquals: { "aws:To\u212AenIssueTime": "x" } }),
    "Statement[0].Condition.StringEquals.aws:To\u212AenIssueTime",
    "condition-key",
  ],
  [
    "an escape without wildcards",
    when({ StringEquals: { "aws:Referer": "a${*}" } }),
    "Statement[0].Condition.StringEquals.aws:Referer",
    "variable-escape",
  ],
  [
    "a negated variable in a condition",
    when({ StringNotLike: { "aws:Referer": "${aws:username}" } }),
    "Statement[0].Condition.StringNotLike.aws:Referer",
    "variable-negated",
  ],
  ["an empty Condition", when({}), "Statement[0].Condition", "condition-type"],
  [
    "an unknown operator",
    when({ Boool: { "aws:SecureTransport": "false" } }),
    "Statement[0].Condition.Boool",
    "condition-operator",
  ],
  [
    "Null with IfExists",
    when({ NullIfExists: { "aws:SourceIp": "true" } }),
    "Statement[0].Condition.NullIfExists",
    "condition-operator",
  ],
  [
    "a quantifier with IfExists",
    when({ "ForAnyValue:StringLikeIfExists": { "aws:TagKeys": "a" } }),
    "Statement[0].Condition.ForAnyValue:StringLikeIfExists",
    "condition-operator",
  ],
  [
    "an operator in lower case",
    when({ bool: { "aws:SecureTransport": "false" } }),
    "Statement[0].Condition.bool",
    "condition-operator",
  ],
  ["an operator without keys", when({ Bool: {} }), "Statement[0].Condition.Bool", "condition-type"],
  [
    "an unknown key",
    when({ Bool: { SecureTransport: "false" } }),
    "Statement[0].Condition.Bool.SecureTransport",
    "condition-key",
  ],
  [
    "a value that is not a string",
    when({ Bool: { "aws:SecureTransport": false } }),
    "Statement[0].Condition.Bool.aws:SecureTransport",
    "statement-value-type",
  ],
  [
    "no values",
    when({ Bool: { "aws:SecureTransport": [] } }),
    "Statement[0].Condition.Bool.aws:SecureTransport",
    "statement-list-empty",
  ],
  [
    "an invalid boolean",
    when({ Bool: { "aws:SecureTransport": "no" } }),
    "Statement[0].Condition.Bool.aws:SecureTransport",
    "condition-value",
  ],
  [
    "an invalid address",
    when({ IpAddress: { "aws:SourceIp": ["10.0.0.0/33"] } }),
    "Statement[0].Condition.IpAddress.aws:SourceIp[0]",
    "condition-value",
  ],
  [
    "an invalid number",
    when({ NumericLessThan: { "s3:max-keys": "ten" } }),
    "Statement[0].Condition.NumericLessThan.s3:max-keys",
    "condition-value",
  ],
  [
    "a date without zone",
    when({ DateLessThan: { "aws:CurrentTime": "2030-01-01T00:00:00" } }),
    "Statement[0].Condition.DateLessThan.aws:CurrentTime",
    "condition-value",
  ],
  [
    "an invalid ARN",
    when({ ArnLike: { "aws:PrincipalArn": "*" } }),
    "Statement[0].Condition.ArnLike.aws:PrincipalArn",
    "condition-value",
  ],
  [
    "an invalid value of Null",
    when({ Null: { "aws:SourceIp": "yes" } }),
    "Statement[0].Condition.Null.aws:SourceIp",
    "condition-value",
  ],
  [
    "a multivalued key",
    when({ StringEquals: { "aws:PrincipalOrgPaths": "o-a/r-b/" } }),
    "Statement[0].Condition.StringEquals.aws:PrincipalOrgPaths",
    "condition-key-multivalued",
  ],
]);
