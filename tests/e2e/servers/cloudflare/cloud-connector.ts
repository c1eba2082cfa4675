import { ApiError, page, type ApiAnswer, type ApiCall, type Route } from "./api";
import { newId, type Zone, type Zones } from "./zones";

export interface ConnectorRule {
  id: string;
  /** Undefined if the request did not say it: the API's schema requires no member. */
  provider?: string;
  expression: string;
  description: string;
  enabled: boolean;
  parameters: { host: string };
}

/** The hosts that each provider may have: https://developers.cloudflare.com/rules/cloud-connector/providers/ */
const HOSTS = new Map<unknown, RegExp>([
  ["aws_s3", /s3(-website)?([.-][a-z\d-]+)?\.amazonaws\.com$/],
  ["cloudflare_r2", /./],
  ["gcp_storage", /storage\.(googleapis|cloud\.google)\.com$/],
  ["azure_storage", /\.(blob|web)\.core\.windows\.net$/],
]);

/** https://developers.cloudflare.com/rules/cloud-connector/create-api/ */
export const cloudConnectorRoutes = (zones: Zones): Route[] => [
  {
    method: "GET",
    path: "/zones/:zone/cloud_connector/rules",
    answer: (call) => page(zones.of(call).connectorRules),
  },
  { method: "PUT", path: "/zones/:zone/cloud_connector/rules", answer: (call) => put(zones.of(call), call) },
];

/** Replaces the whole list. */
function put(zone: Zone, { body }: ApiCall): ApiAnswer {
  if (!Array.isArray(body)) throw new ApiError(400, 10006, "the body is not a list of rules");
  zone.connectorRules = (body as Partial<ConnectorRule>[]).map(checked);
  return page(zone.connectorRules);
}

function checked(rule: Partial<ConnectorRule>): ConnectorRule {
  const { id = newId(), provider, expression = "", description = "", enabled = true, parameters } = rule;
  if (expression === "") throw new ApiError(400, 10006, "expression is required");
  const host = parameters?.host ?? "";
  if (provider !== undefined) {
    const hosts = HOSTS.get(provider);
    if (hosts === undefined)
      throw new ApiError(400, 10006, `'${provider}' is not a valid value for provider`);
    if (!hosts.test(host)) throw new ApiError(400, 10006, `'${host}' is not a host of ${provider}`);
  }
  return {
    ...{ id, expression, description, enabled, parameters: { host } },
    ...(provider !== undefined && { provider }),
  };
}
