import { bucket, testRefused, without } from "./lint-cases";

testRefused([
  [
    "no Principal",
    without("Principal"),
    "p.Statement[0].Principal",
    "is missing, so the statement is about nobody",
  ],
  [
    "both principals",
    bucket({ Effect: "Deny", NotPrincipal: { AWS: "111111111111" } }),
    "p.Statement[0].NotPrincipal",
    "stands beside Principal",
  ],
  [
    "a principal that names nobody",
    bucket({ Principal: {} }),
    "p.Statement[0].Principal",
    "is {}, which names nobody",
  ],
  [
    "a principal as text",
    bucket({ Principal: "111111111111" }),
    "p.Statement[0].Principal",
    'is "111111111111", which names nobody',
  ],
  ["no principals", bucket({ Principal: { AWS: [] } }), "p.Statement[0].Principal.AWS", "is an empty list"],
  [
    "another kind of principal",
    bucket({ Principal: { CanonicalUser: "79a5" } }),
    "p.Statement[0].Principal.CanonicalUser",
    "is a kind of principal that cannot be checked here",
  ],
  [
    "a principal that is none",
    bucket({ Principal: { AWS: "alice" } }),
    "p.Statement[0].Principal.AWS",
    'is "alice", which is no principal',
  ],
  [
    "a unique id",
    bucket({ Principal: { AWS: "AIDACKCEVSQ6C2EXAMPLE" } }),
    "p.Statement[0].Principal.AWS",
    "which is no principal",
  ],
  [
    "a wildcard in a principal",
    bucket({ Principal: { AWS: "arn:aws:iam::111111111111:user/*" } }),
    "p.Statement[0].Principal.AWS",
    "AWS takes no wildcards within a principal",
  ],
  [
    "a service that is none",
    bucket({ Principal: { Service: "cloudfront" } }),
    "p.Statement[0].Principal.Service",
    "which is no service principal",
  ],
  [
    "NotPrincipal with Allow",
    without("Principal", { NotPrincipal: { AWS: "111111111111" } }),
    "p.Statement[0].NotPrincipal",
    "stands in an Allow, which lets in everyone who is not listed",
  ],
  [
    "NotPrincipal *",
    without("Principal", { Effect: "Deny", NotPrincipal: "*" }),
    "p.Statement[0].NotPrincipal",
    "leaves out everyone, so the statement never applies",
  ],
  [
    "NotPrincipal without the account",
    without("Principal", { Effect: "Deny", NotPrincipal: { AWS: "arn:aws:iam::111111111111:user/a" } }),
    "p.Statement[0].NotPrincipal",
    'write "arn:aws:iam::111111111111:root" beside it',
  ],
]);
