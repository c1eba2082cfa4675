import { MastodonStorageArgs as shape } from "../../validation/argument-shapes";
import type { App } from "../app";
import type { MastodonSettings } from "./args";
import { mastodonPlan, type MastodonPlan } from "./plan";
import { mastodonProblems } from "./validate";

export const mastodon: App<MastodonSettings, MastodonPlan> = {
  shape,
  validate: mastodonProblems,
  plan: mastodonPlan,
  readsSessionToken: false,
};
