import { valueProblem } from "../../../env/check-entries";
import { authentikHelmValues } from "../../../apps/authentik/helm";
import { readAuthentikChart } from "./chart";
import { entry, errorOf, expectExactOrRefused, secret } from "../../env/values";

const block = [
  entry("AUTHENTIK_STORAGE__BACKEND", "s3"),
  entry("AUTHENTIK_STORAGE__S3__BUCKET_NAME", "authentik-data", "Private."),
  entry("AUTHENTIK_STORAGE__S3__REGION", "eu-central-1"),
  entry("AUTHENTIK_STORAGE__MEDIA__S3__CUSTOM_DOMAIN", "cdn.example"),
  secret("AUTHENTIK_STORAGE__S3__ACCESS_KEY", "AKIA"),
  secret("AUTHENTIK_STORAGE__S3__SECRET_KEY", "x/y+z="),
  entry("AWS_REQUEST_CHECKSUM_CALCULATION", "when_required", "This store knows no trailers."),
];

test("the values: settings as the chart's map, what that cannot hold as global.env, the keys from the Secret", () => {
  expect(authentikHelmValues("A title", block, "authentik-s3")).toBe(`# A title

# Ignored where authentik.existingSecret is set: put these into that Secret then.
authentik:
  storage:
    backend: "s3"
    s3:
      # Private.
      bucket_name: "authentik-data"
      region: "eu-central-1"
    media:
      s3:
        custom_domain: "cdn.example"
# Helm does not merge lists: add your own global.env here, if you have one.
global:
  env:
    - name: AUTHENTIK_STORAGE__S3__ACCESS_KEY
      valueFrom:
        secretKeyRef:
          name: "authentik-s3"
          key: "AUTHENTIK_STORAGE__S3__ACCESS_KEY"
    - name: AUTHENTIK_STORAGE__S3__SECRET_KEY
      valueFrom:
        secretKeyRef:
          name: "authentik-s3"
          key: "AUTHENTIK_STORAGE__S3__SECRET_KEY"
    # This store knows no trailers.
    - name: AWS_REQUEST_CHECKSUM_CALCULATION
      value: "when_required"
`);
});

test("the pods see the block", () => {
  const keys = Object.fromEntries(block.filter((one) => one.secret).map(({ name, value }) => [name, value]));
  expect(readAuthentikChart(authentikHelmValues("t", block, "s"), "s", keys)).toEqual(
    Object.fromEntries(block.map(({ name, value }) => [name, value])),
  );
});

test("with a role there are no references, and no empty global.env that would replace the operator's", () => {
  const settings = block.slice(0, 4);
  expect(authentikHelmValues("t", settings, "s")).not.toContain("global");
  expect(authentikHelmValues("t", block.slice(4), "s")).not.toContain("authentik:");
});

test("an empty value, of which the chart's map makes no variable, is set by global.env", () => {
  const text = authentikHelmValues("t", [entry("AUTHENTIK_STORAGE__X", "")], "s");
  expect(readAuthentikChart(text, "s", {})).toEqual({ AUTHENTIK_STORAGE__X: "" });
});

test.each([
  ["a template's braces", "a{{ .Release.Name }}b{{{{-c}}"],
  ["JSON that keeps digits a text", '"123456789012"'],
  ["several lines", "a\n  b\n"],
])("%s are text in the chart's map", (_, value) => {
  const text = authentikHelmValues("t", [entry("AUTHENTIK_A", value)], "s");
  expect(readAuthentikChart(text, "s", {})).toEqual({ AUTHENTIK_A: value });
});

test("a reference to another variable is text in global.env", () => {
  const value = "$(PATH)$$(PATH)$";
  const text = authentikHelmValues("t", [entry("AWS_X", value)], "s");
  expect(text).toContain('value: "$$(PATH)$$$$(PATH)$$"');
  expect(readAuthentikChart(text, "s", {})).toEqual({ AWS_X: value });
});

test("any value comes back as it was from the chart's map, or the error never shows it", () => {
  expectExactOrRefused(
    valueProblem,
    (title, entries) => authentikHelmValues(title, entries, "s"),
    // An empty value is in global.env.
    (text) => readAuthentikChart(text, "s", {}),
    "AUTHENTIK_A__B",
  );
});

const listed = "contains a line break or another control character, with which Helm loses all of global.env";
test("any value comes back as it was from global.env, or the error never shows it", () => {
  expectExactOrRefused(
    (value) =>
      valueProblem(value) ?? (/[\n\x7f-\x9f\u2028\u2029\ufffe\uffff]/.test(value) ? listed : undefined),
    (title, entries) => authentikHelmValues(title, entries, "s"),
    (text) => readAuthentikChart(text, "s", {}),
  );
});

test("the Secret must have a name", () => {
  expect(errorOf(() => authentikHelmValues("t", block, "a_b"))).toMatch(
    /^"a_b" is not a valid name of a Kubernetes Secret/,
  );
});
