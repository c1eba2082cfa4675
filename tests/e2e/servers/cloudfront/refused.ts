/** Settings that the model does not have: a distribution that uses one is refused rather than served without it. */
import { behaviors, type Deployed, items } from "./deployed";

export function unmodelled(deployed: Pick<Deployed, "config">): string[] {
  const { config } = deployed;
  const restriction = config.Restrictions?.GeoRestriction?.RestrictionType ?? "none";
  const settings: [string, boolean][] = [
    [
      "a custom error page",
      items(config.CustomErrorResponses).some((one) => (one.ResponsePagePath ?? "") !== ""),
    ],
    ["a geo restriction", restriction !== "none"],
    ["a continuous deployment", config.Staging === true],
    ["cache settings without a policy", behaviors(deployed).some((one) => one.CachePolicyId === undefined)],
    ["signed URLs", behaviors(deployed).some((one) => one.TrustedSigners?.Enabled === true)],
    ["signed URLs", behaviors(deployed).some((one) => one.TrustedKeyGroups?.Enabled === true)],
    ["Lambda@Edge", behaviors(deployed).some((one) => items(one.LambdaFunctionAssociations).length > 0)],
    ["field-level encryption", behaviors(deployed).some((one) => (one.FieldLevelEncryptionId ?? "") !== "")],
  ];
  return settings.filter(([, isUsed]) => isUsed).map(([name]) => name);
}
