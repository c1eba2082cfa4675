/** All problems are reported at once, and the rules name arguments that exist. */
import { AUTHENTIK_CHECKS, authentikProblems } from "../../apps/authentik/validate";
import { MASTODON_CHECKS, mastodonProblems } from "../../apps/mastodon/validate";
import { SUPABASE_CHECKS, supabaseProblems } from "../../apps/supabase/validate";
import type { Problem } from "../../validation/problem";
import { stepsOf, type Checks, type Rules } from "../../validation/rules";
import { shapeAt } from "../../validation/shape";
import { VALID, replaced, type Settings } from "../config/odd-configs";
import { codesOf } from "../validation/of";

type Fault = [path: string, value: unknown];

const OF_BUCKET: Fault[] = [
  ["bucket", undefined],
  ["bucket", "Social_Media"],
  ["bucketSource", "import"],
  ["store.aws.region", "eu"],
  ["store.aws.region", undefined],
  ["writer.keys.current", "c"],
  ["writer.keys.slots", []],
  ["data.protect", "yes"],
  ["data.versioning.noncurrentDays", 0],
  ["data.lifecycleRules.0.prefix", "/cache"],
  ["additionalStatements.0.actions", []],
  ["tags.team", 5],
];

const FAULTS: Record<string, Fault[]> = {
  mastodon: [
    ...OF_BUCKET,
    ["webDomain", "https://social.example"],
    ["version", 4.4],
    ["mediaHost.hostname", undefined],
    ["mediaHost.external.path", "/"],
    ["keyPrefix", "a b"],
    ["extraMediaHosts.0", "a.example"],
    ["corsOrigins", []],
    ["tuning.retries", 9],
  ],
  authentik: [
    ...OF_BUCKET,
    ["version", "latest"],
    ["origins", []],
    ["usages", []],
    ["mediaHost.external.signing", undefined],
    ["corsOrigins.0", "x"],
  ],
  supabase: [
    ...OF_BUCKET.map(([path, value]): Fault => [`backend.${path}`, value]),
    ["publicUrl", "supabase.example"],
    ["tenantId", "a/b"],
    ["version", "latest"],
    ["protocolEndpoint.keyRotation", ""],
  ],
};

const APPS: Record<string, [Checks<never>, (settings: unknown) => Problem[]]> = {
  mastodon: [MASTODON_CHECKS, mastodonProblems],
  authentik: [AUTHENTIK_CHECKS, authentikProblems],
  supabase: [SUPABASE_CHECKS, supabaseProblems],
};

function withFault(settings: unknown, [path, value]: Fault): unknown {
  const steps = path.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  return replaced(settings, steps, value);
}

describe.each(Object.entries(APPS))("%s", (app, [checks, problemsOf]) => {
  const [, valid] = VALID.find(([name]) => name === app) as [string, Settings];
  const faults = FAULTS[app]!;
  const found = (...some: Fault[]) => codesOf(problemsOf(some.reduce<unknown>(withFault, valid)));
  /** What one fault alone leads to; some also break what needs the argument, so only the problem at its place counts. */
  const own = (fault: Fault) =>
    found(fault).filter(([path]) => path.replace(/\[(\d+)\]/g, ".$1").startsWith(fault[0]));

  it("has no problem without a fault, and one with each", () => {
    expect(found()).toEqual([]);
    for (const fault of faults) expect([fault, own(fault).length > 0]).toEqual([fault, true]);
  });

  it("reports each pair of faults at once", () => {
    for (const one of faults) {
      for (const other of faults) {
        // A fault within another one's place, or of the same argument, hides it.
        if (one[0] === other[0]) continue;
        expect([one, other, found(one, other)]).toEqual([
          one,
          other,
          expect.arrayContaining([...own(one), ...own(other)]),
        ]);
      }
    }
  });

  it("has rules about arguments that exist", () => {
    const misplaced = (rules: Rules<never, never>, above: readonly string[]): string[] =>
      rules.flatMap((rule) => {
        const place = [...above, ...stepsOf(rule.at)];
        const wrong =
          shapeAt(checks.shape, place) === undefined && !("instead" in rule) ? [place.join(".")] : [];
        return "rules" in rule ? [...wrong, ...misplaced(rule.rules, place)] : wrong;
      });
    expect(misplaced([...checks.rules, ...(checks.lastRules ?? [])], [])).toEqual([]);
  });
});
