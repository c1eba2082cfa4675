/** The apps. Each table of apps has a row for each name; a missing row is a type error. */
export const APP_NAMES = ["mastodon", "authentik", "supabase"] as const;

export type AppName = (typeof APP_NAMES)[number];

export function isAppName(name: string): name is AppName {
  return APP_NAMES.some((app) => app === name);
}
