/** The same table for our evaluator and for the simulator, without a server. */
import type { AccessRequest, Policies } from "../../access/evaluate";
import { evaluate } from "../../access/evaluate";
import { bucketArn } from "../../access/statements";
import { simulate } from "../access/simulator";
import { policiesOf, principalOf, type Writer } from "./actors";
import { plan, type Planned } from "./planned";
import { rowsOn, type Row } from "./row";
import { whats } from "./whats";

const { aws, awsAcl, neighbour, ceph, cephAcl } = plan();

/** The buckets of the writer, and the writer. */
interface Planning {
  bucket: Planned;
  acl: Planned;
  writer: Writer;
}
const atUser = (...buckets: Planned[]): Writer => ({
  arn: `arn:aws:iam::111111111111:user/${buckets[0]!.bucket}-writer`,
  policies: buckets.map(({ writerPolicy }) => writerPolicy!),
});
const forAws: Planning = { bucket: aws, acl: awsAcl, writer: atUser(aws, awsAcl) };
/** With the writer as a user of that account, because the simulator does not support users without one, as on Ceph. */
function forCeph(account: string): Planning {
  const arn = `arn:aws:iam::${account}:user/writer`;
  const moved = (planned: Planned): Planned =>
    JSON.parse(JSON.stringify(planned).replaceAll("arn:aws:iam:::user/writer", arn)) as Planned;
  return { bucket: moved(ceph), acl: moved(cephAcl), writer: { arn, policies: [] } };
}

/** The requests of a row for a policy: one for each action that AWS checks. */
function questions(row: Row, { bucket, acl, writer }: Planning): [AccessRequest, Policies][] {
  const writers = { writer, neighbour: atUser(neighbour) };
  const { principal, identityPolicies } = principalOf(row.who, writers);
  const context = { "aws:SecureTransport": String(row.over === "https") };
  // A bucket that does not exist yet, or that was created for this row, has no policy.
  const planned = (which: Row["in"]): Planned | undefined =>
    which === undefined
      ? bucket
      : { "another bucket": neighbour, "a bucket with ACLs": acl }[which as string];
  return whats[row.what].actions.map(([action, on]) => {
    const at = planned(on === "source" ? row.source?.in : row.in);
    const arn = bucketArn(at?.bucket ?? "rgw-other-media", "eu-central-1");
    const key = on === "source" ? row.source?.key : row.key;
    const resource = on === "account" ? "*" : on === "bucket" ? arn : `${arn}/${key ?? ""}`;
    const policy = on === "account" ? undefined : at?.policy;
    return [{ principal, action, resource, context }, policiesOf(policy, identityPolicies)];
  });
}

describe.each([
  ["AWS", forAws, forAws],
  ["Ceph", forCeph(""), forCeph("111111111111")],
])("the policies for %s", (_, evaluated, simulated) => {
  test.each(rowsOn("evaluator"))("evaluator: $who: $name: $expected", (row) => {
    const asked = questions(row, evaluated);
    expect(asked).not.toEqual([]);
    const allowed = asked.every(([request, policies]) => evaluate(request, policies).effect === "allow");
    expect(allowed ? "allow" : "deny").toBe(row.expected);
  });

  test.each(rowsOn("simulator"))("simulator: $who: $name: $expected", async (row) => {
    const asked = questions(row, simulated);
    expect(asked).not.toEqual([]);
    const effects = await Promise.all(
      asked.map(async ([request, policies]) => (await simulate(request, policies)).effect),
    );
    expect(effects.every((effect) => effect === "allow") ? "allow" : "deny").toBe(row.expected);
  });
});
