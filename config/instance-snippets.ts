import type { AppName } from "../apps/names";
import type { JsonSchema } from "./json-schema";

/** With placeholders in the form of editors. An app without an example is offered like any other member. */
const EXAMPLES: Partial<Record<AppName, object>> = {
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

/** What editors insert for an instance. */
export const INSTANCE_SNIPPETS: NonNullable<JsonSchema["defaultSnippets"]> = Object.entries(EXAMPLES).map(
  ([app, example]) => ({
    label: `${app} (example)`,
    description: `The storage of ${app}, with the least that it needs`,
    body: { [app]: example },
  }),
);
