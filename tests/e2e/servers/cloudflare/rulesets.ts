import { ApiError, type ApiAnswer, type ApiCall, type Route } from "./api";
import { newId, type Zone, type Zones } from "./zones";

interface Rule extends Record<string, unknown> {
  id: string;
  ref: string;
  action: string;
  expression: string;
}

export interface Ruleset {
  id: string;
  name: string;
  description: string;
  kind: "zone";
  phase: string;
  version: string;
  rules: Rule[];
  last_updated: string;
}

/** The phases that somebody who serves a bucket uses, with the actions that they know. */
const PHASES = new Map<unknown, string[]>([
  ["http_request_cache_settings", ["set_cache_settings"]],
  ["http_response_headers_transform", ["rewrite"]],
  [
    "http_request_firewall_custom",
    ["block", "challenge", "js_challenge", "log", "managed_challenge", "skip"],
  ],
  ["http_request_origin", ["route"]],
  ["http_request_transform", ["rewrite"]],
  ["http_request_late_transform", ["rewrite"]],
  ["http_config_settings", ["set_config"]],
]);

/** https://developers.cloudflare.com/ruleset-engine/rulesets-api/ */
export const rulesetRoutes = (zones: Zones): Route[] => [
  {
    method: "GET",
    path: "/zones/:zone/rulesets",
    answer: (call) => ({
      result: [...zones.of(call).rulesets.values()].map((ruleset) => ({ ...ruleset, rules: undefined })),
    }),
  },
  { method: "POST", path: "/zones/:zone/rulesets", answer: (call) => create(zones.of(call), call) },
  {
    method: "GET",
    path: "/zones/:zone/rulesets/:ruleset",
    answer: (call) => ({ result: byId(zones.of(call), call) }),
  },
  {
    method: "PUT",
    path: "/zones/:zone/rulesets/:ruleset",
    answer: (call) => {
      const zone = zones.of(call);
      return { result: put(zone, byId(zone, call), call.body) };
    },
  },
  {
    method: "DELETE",
    path: "/zones/:zone/rulesets/:ruleset",
    answer: (call) => {
      const zone = zones.of(call);
      zone.rulesets.delete(byId(zone, call).phase);
      return { status: 204, result: undefined };
    },
  },
  {
    method: "GET",
    path: "/zones/:zone/rulesets/phases/:phase/entrypoint",
    answer: (call) => ({ result: entryPoint(zones.of(call), call) }),
  },
  {
    method: "PUT",
    path: "/zones/:zone/rulesets/phases/:phase/entrypoint",
    answer: (call) => {
      const zone = zones.of(call);
      const phase = call.parameters["phase"]!;
      return { result: put(zone, zone.rulesets.get(phase) ?? empty(phase), call.body) };
    },
  },
];

function byId(zone: Zone, { parameters }: ApiCall): Ruleset {
  const found = [...zone.rulesets.values()].find(({ id }) => id === parameters["ruleset"]);
  if (!found) throw new ApiError(404, 10003, `could not find ruleset ${parameters["ruleset"]!}`);
  return found;
}

function entryPoint(zone: Zone, { parameters }: ApiCall): Ruleset {
  const phase = parameters["phase"]!;
  const found = zone.rulesets.get(phase);
  if (!found) throw new ApiError(404, 10003, `could not find entrypoint ruleset in the ${phase} phase`);
  return found;
}

/** A zone has one ruleset of its own a phase: a second would replace the rules of the first. */
function create(zone: Zone, { body }: ApiCall): ApiAnswer {
  const { kind, phase } = body;
  if (kind !== "zone") throw new ApiError(400, 20217, `'${String(kind)}' is not a valid value for kind`);
  if (zone.rulesets.has(String(phase)))
    throw new ApiError(
      400,
      20217,
      `'zone' is not a valid value for kind because exceeded maximum of 1 zone rulesets for phase ${String(phase)}`,
    );
  return { result: put(zone, empty(String(phase)), body) };
}

function empty(phase: string): Ruleset {
  if (!PHASES.has(phase)) throw new ApiError(400, 20120, `'${phase}' is not a valid value for phase`);
  return {
    ...{ id: newId(), name: "default", description: "", kind: "zone", phase },
    ...{ version: "0", rules: [], last_updated: new Date().toISOString() },
  };
}

/** Replaces all rules. */
function put(zone: Zone, old: Ruleset, body: Record<string, unknown>): Ruleset {
  const { name = old.name, description = old.description, rules = [] } = body as unknown as Partial<Ruleset>;
  const ruleset: Ruleset = {
    ...old,
    ...{ name, description },
    rules: rules.map((rule) => checkedRule(old.phase, rule)),
    version: String(Number(old.version) + 1),
    last_updated: new Date().toISOString(),
  };
  zone.rulesets.set(ruleset.phase, ruleset);
  return ruleset;
}

function checkedRule(phase: string, rule: Partial<Rule>): Rule {
  const { action, expression, id = newId(), ref = id } = rule;
  if (action === undefined || !PHASES.get(phase)?.includes(action))
    throw new ApiError(
      400,
      20021,
      `'${String(action)}' is not a valid value for action in the phase ${phase}`,
    );
  if (typeof expression !== "string" || expression === "")
    throw new ApiError(400, 20127, "expression is required");
  return { enabled: true, description: "", version: "1", ...rule, id, ref, action, expression };
}
