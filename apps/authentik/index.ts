import type { App } from "../app";
import type { AuthentikSettings } from "./args";
import { authentikPlan, type AuthentikPlan } from "./plan";
import { AUTHENTIK_CHECKS, authentikProblems } from "./validate";

export const authentik: App<AuthentikSettings, AuthentikPlan> = {
  checks: AUTHENTIK_CHECKS,
  validate: authentikProblems,
  plan: authentikPlan,
  readsSessionToken: true,
};
