import { AuthentikStorageArgs as shape } from "../../validation/argument-shapes";
import type { App } from "../app";
import type { AuthentikSettings } from "./args";
import { authentikPlan, type AuthentikPlan } from "./plan";
import { authentikProblems } from "./validate";

export const authentik: App<AuthentikSettings, AuthentikPlan> = {
  shape,
  validate: authentikProblems,
  plan: authentikPlan,
  readsSessionToken: true,
};
