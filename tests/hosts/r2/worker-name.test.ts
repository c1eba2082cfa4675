import { workerName } from "../../../hosts/r2/worker-name";

test("a Worker is named after its bucket, and its jurisdiction", () => {
  expect(workerName("social-media")).toBe("media-social-media");
  expect(workerName("social-media", "eu")).toBe("eu-media-social-media");
});

test("no two buckets of an account have one name, whatever their jurisdictions are", () =>
  expect(workerName("eu-media-a")).not.toBe(workerName("a", "eu")));

test("a longer name has 63 characters, and differs where only the end of the bucket's name does", () => {
  const [one, other] = ["a", "b"].map((end) => workerName(`${"m".repeat(62)}${end}`, "fedramp"));
  expect([one!.length, other!.length]).toEqual([63, 63]);
  expect(one).not.toBe(other);
  expect(one).toMatch(/^[a-z0-9][a-z0-9-]*[a-z0-9]$/);
});
