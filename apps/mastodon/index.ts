import type { App } from "../app";
import type { MastodonSettings } from "./args";
import { mastodonPlan, type MastodonPlan } from "./plan";
import { MASTODON_CHECKS, mastodonProblems } from "./validate";

export const mastodon: App<MastodonSettings, MastodonPlan> = {
  checks: MASTODON_CHECKS,
  validate: mastodonProblems,
  plan: mastodonPlan,
  readsSessionToken: false,
};
