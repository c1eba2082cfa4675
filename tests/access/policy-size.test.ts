import { policySize, sizeProblems, type PolicyLimit } from "../../access/policy-size";
import type { PolicyDocument } from "../../access/policy";
import { document } from "../../access/statements";

const policy = (Sid: string): PolicyDocument =>
  document([{ Sid, Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::media/*" }]);
/** A policy of this size in ASCII, without white space. */
const ofSize = (size: number): PolicyDocument => policy("a".repeat(size - JSON.stringify(policy("")).length));

describe.each<PolicyLimit>([
  { most: 1_000, unit: "bytes", of: "a bucket policy" },
  { most: 1_000, unit: "characters", of: "the policies inside a user" },
])("a limit in $unit", (limit) => {
  const { most, of } = limit;
  const cause = jest.fn(() => ({ path: "p", remedy: "do less" }));
  beforeEach(() => cause.mockClear());

  test("a policy of the largest size is valid, and the cause is not computed", () => {
    expect(sizeProblems(ofSize(most), limit, cause)).toEqual([]);
    expect(cause).not.toHaveBeenCalled();
  });

  test("one more is an error with the size, the limit and the remedy", () => {
    const [problem] = sizeProblems(ofSize(most + 1), limit, cause);
    expect(problem).toMatchObject({ code: "policy-size", path: "p" });
    for (const part of [most, most + 1]) expect(problem?.message).toContain(part.toLocaleString("en-US"));
    expect(problem?.message).toContain(of);
    expect(problem?.message).toMatch(/; do less$/);
  });
});

test("S3 counts bytes, IAM counts characters without white space", () => {
  const empty = policySize(policy(""), { unit: "bytes" });
  expect(policySize(policy("ü a"), { unit: "bytes" })).toBe(empty + 4);
  expect(policySize(policy("ü a"), { unit: "characters" })).toBe(empty + 2);
});
