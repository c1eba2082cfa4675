import { ownMember } from "../../validation/own-member";
import { CLOUDFLARE_PHASES, type CloudConnectorParts } from "./cloud-connector";

/** The members of the API that are not the snake case of Pulumi's. */
const API_NAMES: Record<string, string> = {
  cloudConnectorRulesProvider: "provider",
  statusCodeTtls: "status_code_ttl",
};

/**
 * The same rules as Cloudflare's API takes them: the body of `PUT /zones/ZONE/cloud_connector/rules`, and the rules for the ruleset of each
 * phase.
 */
export function cloudflareApiRules(parts: CloudConnectorParts): {
  cloud_connector_rules: unknown[];
  rulesets: Record<string, unknown[]>;
} {
  const phases = Object.entries(CLOUDFLARE_PHASES) as [keyof typeof CLOUDFLARE_PHASES, string][];
  return {
    cloud_connector_rules: parts.connectorRules.map(apiValue),
    rulesets: Object.fromEntries(phases.map(([list, phase]) => [phase, parts[list].map(apiValue)])),
  };
}

function apiValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(apiValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inside]) => [
      apiName(name),
      // Its members are the names of headers.
      name === "headers" ? inside : apiValue(inside),
    ]),
  );
}

const apiName = (name: string): string =>
  ownMember(API_NAMES, name) ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
