/** Which versions of each app are refused, which get a warning, and what is assumed without a version. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { authentikPlan } from "../../apps/authentik/plan";
import { authentikProblems } from "../../apps/authentik/validate";
import { AUTHENTIK_VERSIONS } from "../../apps/authentik/versions";
import { mastodonPlan } from "../../apps/mastodon/plan";
import { mastodonProblems } from "../../apps/mastodon/validate";
import { MASTODON_VERSIONS } from "../../apps/mastodon/versions";
import type { AppName } from "../../apps/names";
import { supabasePlan } from "../../apps/supabase/plan";
import { supabaseProblems } from "../../apps/supabase/validate";
import { SUPABASE_VERSIONS } from "../../apps/supabase/versions";
import type { Problem } from "../../validation/problem";
import type { SupportedVersions } from "../../validation/version";
import { authentik } from "./authentik/fixtures";
import { mastodon } from "./mastodon/fixtures";
import { backend } from "./supabase/fixtures";

const warningsOf: Record<AppName, (version: string) => string[]> = {
  mastodon: (version) => mastodonPlan(mastodon({ version, access: "acl" })).facts.warnings,
  authentik: (version) => authentikPlan(authentik({ version })).facts.warnings,
  supabase: (version) => supabasePlan(backend({ version })).facts.warnings,
};
const problemsOf: Record<AppName, (version: string) => Problem[]> = {
  mastodon: (version) => mastodonProblems(mastodon({ version, access: "acl" })),
  authentik: (version) => authentikProblems(authentik({ version })),
  supabase: (version) => supabaseProblems(backend({ version })),
};

test.each<[AppName, string, string]>([
  ["mastodon", "3.5.19", "4.0"],
  ["mastodon", "v3.5.19", "4.0"],
  ["authentik", "2023.10.7", "2024.2"],
  ["authentik", "2024.1", "2024.2"],
  ["supabase", "0.9.9", "0.10.0"],
])("%s %s is refused, and the message names %s, the lowest that is supported", (app, version, lowest) => {
  expect(problemsOf[app](version)).toEqual([
    {
      code: "version-too-old",
      path: "version",
      message: expect.stringContaining(`"${version}" is older than ${lowest}, `) as unknown,
    },
  ]);
});

test.each<[AppName, string]>([
  ["mastodon", "4.0"],
  ["mastodon", "4.0.0"],
  ["authentik", "2024.2"],
  ["authentik", "2024.2.0"],
  ["supabase", "0.27.0"],
])("%s %s is not too old", (app, version) => expect(problemsOf[app](version)).toEqual([]));

const isAboutVersion = (warning: string): boolean => warning.includes("the newest version that was tried");

test.each<[AppName, string, string]>([
  ["mastodon", "4.7", "4.6"],
  ["mastodon", "v4.7.0-beta.1", "4.6"],
  ["mastodon", "4.10", "4.6"],
  ["mastodon", "5.0.1", "4.6"],
  ["authentik", "2026.8", "2026.5"],
  ["authentik", "2027.2.1", "2026.5"],
  ["supabase", "1.71.0", "1.70"],
  ["supabase", "2.0.0", "1.70"],
])("%s %s gets a warning with the newest version that was tried, %s", (app, version, newest) => {
  expect(problemsOf[app](version)).toEqual([]);
  expect(warningsOf[app](version).filter(isAboutVersion)).toEqual([
    expect.stringContaining(` ${version} is newer than ${newest}, `),
  ]);
});

test.each<[AppName, string]>([
  ["mastodon", "4.6"],
  ["mastodon", "4.6.99"],
  ["mastodon", "4.0"],
  ["authentik", "2026.5.3"],
  ["authentik", "2025.12.4"],
  ["supabase", "1.70.9"],
  ["supabase", "1.44.2"],
])("%s %s gets none", (app, version) => expect(warningsOf[app](version).filter(isAboutVersion)).toEqual([]));

test.each<[AppName, SupportedVersions]>([
  ["mastodon", MASTODON_VERSIONS],
  ["authentik", AUTHENTIK_VERSIONS],
  ["supabase", SUPABASE_VERSIONS],
])("the docs of %s's argument say the lowest version, and what is assumed without one", (app, versions) => {
  const text = readFileSync(join(__dirname, `../../apps/${app}/args.ts`), "utf8");
  const [, comment = "", optional] =
    /\/\*\*((?:(?!\/\*\*)[\s\S])*?)\*\/\s*version(\??): string;/.exec(text) ?? [];
  const docs = comment.replace(/\s*\n\s*\*\s*/g, " ");
  expect(docs).toContain(`before ${versions.lowest.join(".")} is an error`);
  if (optional === "?")
    expect(docs).toContain(`Default: ${versions.newestTried.join(".")}, the newest version`);
});
