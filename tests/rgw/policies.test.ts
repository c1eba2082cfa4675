/** The same table for those who only judge: our evaluator, and the simulator that it has to agree with. No server. */
import type { AccessRequest, Policies } from "../../access/evaluate";
import { evaluate } from "../../access/evaluate";
import { bucketArn } from "../../access/statements";
import { simulate } from "../access/simulator";
import { policiesOf, principalOf } from "./actors";
import { plan, type Planned } from "./planned";
import { rowsOn, type Row } from "./row";
import { whats } from "./whats";

const { social, neighbour } = plan();
const user = ({ bucket, writerPolicy }: Planned) => ({
  arn: `arn:aws:iam::111111111111:user/${bucket}-writer`,
  policies: [writerPolicy],
});
const writers = { writer: user(social), neighbour: user(neighbour) };

/** What a policy is asked for a row: one question for each action that AWS asks about. */
function questions(row: Row): [AccessRequest, Policies][] {
  const { principal, identityPolicies } = principalOf(row.who, writers);
  const context = { "aws:SecureTransport": String(row.over === "https") };
  const planned = row.in === undefined ? social : neighbour;
  // A bucket that is only about to be, or that was made for the one row, has no policy.
  const own = row.in === "a new bucket" || row.in === "an empty bucket";
  return whats[row.what].actions.map(([action, on]) => {
    const at = on === "source" ? (row.source?.in === undefined ? social : neighbour) : planned;
    const arn = bucketArn(own ? "rgw-other-media" : at.bucket, "eu-central-1");
    const key = on === "source" ? row.source?.key : row.key;
    const resource = on === "account" ? "*" : on === "bucket" ? arn : `${arn}/${key ?? ""}`;
    const policy = own || on === "account" ? undefined : at.policy;
    return [{ principal, action, resource, context }, policiesOf(policy, identityPolicies)];
  });
}

test.each(rowsOn("evaluator"))("evaluator: $who: $name: $expected", (row) => {
  const asked = questions(row);
  expect(asked).not.toEqual([]);
  const allowed = asked.every(([request, policies]) => evaluate(request, policies).effect === "allow");
  expect(allowed ? "allow" : "deny").toBe(row.expected);
});

test.each(rowsOn("simulator"))("simulator: $who: $name: $expected", async (row) => {
  const asked = questions(row);
  expect(asked).not.toEqual([]);
  const effects = await Promise.all(
    asked.map(async ([request, policies]) => (await simulate(request, policies)).effect),
  );
  expect(effects.every((effect) => effect === "allow") ? "allow" : "deny").toBe(row.expected);
});
