import { APP_NAMES, type AppName } from "../apps/names";
import type { JsonSchema } from "./json-schema";

const EXAMPLES: Record<AppName, object> = {
  mastodon: {
    webDomain: "${1:social.example}",
    version: '"${2:4.4}"',
    bucket: "${3:social-media}",
    store: { aws: { region: "${4:eu-central-1}" } },
  },
  authentik: {
    version: '"${1:2026.5}"',
    origins: ["${2:https://sso.example}"],
    bucket: "${3:sso-files}",
    store: { aws: { region: "${4:eu-central-1}" } },
  },
  supabase: {
    publicUrl: "${1:https://supabase.example}",
    tenantId: "${2:supabase}",
    version: '"${3:1.70.6}"',
    backend: { bucket: "${4:supabase-files}", store: { aws: { region: "${5:eu-central-1}" } } },
  },
};

/** What editors insert for an instance of each app. */
export const INSTANCE_SNIPPETS: NonNullable<JsonSchema["defaultSnippets"]> = APP_NAMES.map((app) => ({
  label: `${app} (example)`,
  description: `The storage of ${app}, with the least that it needs`,
  body: { [app]: EXAMPLES[app] },
}));
