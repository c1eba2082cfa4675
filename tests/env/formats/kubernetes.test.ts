import { valueProblem } from "../../../env/check-entries";
import { kubernetesSecret, secretNameProblem } from "../../../env/formats/kubernetes";
import { readSecret } from "./secret-reader";
import { entry, errorOf, expectExactOrRefused, secret } from "../values";

test("the manifest: data, not stringData, for a key that is taken out must go", () => {
  const entries = [
    entry("S3_BUCKET", "media"),
    entry("S3_PERMISSION", "", "Empty, not missing."),
    secret("KEY", "s"),
  ];
  expect(kubernetesSecret("A title", entries, "social-media")).toBe(`# A title

apiVersion: "v1"
kind: "Secret"
metadata:
  name: "social-media"
type: "Opaque"
data:
  S3_BUCKET: "bWVkaWE="
  # Empty, not missing.
  S3_PERMISSION: ""
  KEY: "cw=="
`);
});

test("any value comes back as it was, or the error names the variable and never shows the value", () => {
  expectExactOrRefused(
    valueProblem,
    (title, entries) => kubernetesSecret(title, entries, "a.b-1"),
    (text) => readSecret(text).values,
  );
});

test("a secret is never empty", () => {
  expect(() => kubernetesSecret("t", [secret("KEY", "")], "s")).toThrow(
    "The value of KEY is empty; use another one.",
  );
});

test.each(["a", "1", "social-media", "s3.social-media", "a".repeat(253)])("%s is a name", (name) => {
  expect(secretNameProblem(name)).toBeUndefined();
  expect(readSecret(kubernetesSecret("t", [], name)).name).toBe(name);
});

test.each(["", "Social", "a_b", "-a", "a-", "a..b", ".a", "a\n", "é", "a".repeat(254)])(
  "%j is none",
  (name) => {
    expect(errorOf(() => kubernetesSecret("t", [], name))).toBe(
      `"${name}" is not a valid name of a Kubernetes Secret, which has at most 253 of a-z, 0-9, "-" and "." and begins and ends with a ` +
        "letter or digit; use another one.",
    );
  },
);
