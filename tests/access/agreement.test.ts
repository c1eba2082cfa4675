/** Compares our evaluator with an independent simulator of AWS on thousands of random policies and requests. */
import * as fc from "fast-check";
import { evaluate, type Policies } from "../../access/evaluate";
import type { PolicyDocument } from "../../access/policy";
import { policies, request } from "./arbitraries";
import { deviations } from "./deviations";
import { simulate } from "./simulator";

/** Pairs of a request and policies. The seed makes them the same on every machine. */
const runs = 5000;
const seed = 20261122;

/** The same policies without their conditions. */
function unconditional(given: Policies): Policies {
  const strip = (policy: PolicyDocument): PolicyDocument => ({
    ...policy,
    Statement: policy.Statement.map((statement) => ({ ...statement, Condition: {} })),
  });
  const { bucketPolicy, identityPolicies = [] } = given;
  return {
    ...given,
    identityPolicies: identityPolicies.map(strip),
    ...(bucketPolicy && { bucketPolicy: strip(bucketPolicy) }),
  };
}

test("agrees with the simulator on random well-formed policies and requests", async () => {
  const seen = {
    compared: 0,
    allow: 0,
    "explicit-deny": 0,
    "implicit-deny": 0,
    blocked: 0,
    byCondition: 0,
    deviating: 0,
  };
  await fc.assert(
    fc.asyncProperty(request, policies, async (asked, given) => {
      if (deviations.some(({ applies }) => applies(asked, given))) {
        seen.deviating++;
        return;
      }
      const ours = evaluate(asked, given);
      const theirs = await simulate(asked, given);
      seen.compared++;
      seen[ours.effect]++;
      if (ours.blockedBy !== undefined) seen.blocked++;
      if (evaluate(asked, unconditional(given)).effect !== ours.effect) seen.byCondition++;
      expect({ effect: ours.effect, blocked: ours.blockedBy !== undefined }).toEqual(theirs);
    }),
    { numRuns: runs, seed },
  );
  // The comparison is only meaningful if every outcome occurs often enough.
  expect(seen.compared + seen.deviating).toBe(runs);
  expect(seen.compared).toBeGreaterThan(4900);
  // Each deviation is explained in deviations.ts. Too many of them would make the comparison meaningless.
  expect(seen.deviating).toBeLessThan(100);
  expect(seen.allow).toBeGreaterThan(300);
  expect(seen["explicit-deny"]).toBeGreaterThan(300);
  expect(seen["implicit-deny"]).toBeGreaterThan(300);
  expect(seen.blocked).toBeGreaterThan(20);
  // Conditions that never change the outcome would hide a wrong operator.
  expect(seen.byCondition).toBeGreaterThan(300);
}, 240_000);

describe("where the simulator differs from AWS", () => {
  test.each(deviations)("$name", async ({ example, ours, theirs }) => {
    const [asked, given] = example;
    expect(evaluate(asked, given).effect).toBe(ours);
    expect((await simulate(asked, given)).effect).toBe(theirs);
  });

  test.each(deviations)(
    "$name: the example is excluded from the comparison above",
    ({ applies, example, reason }) => {
      expect(applies(...example)).toBe(true);
      expect(reason).not.toBe("");
    },
  );
});
