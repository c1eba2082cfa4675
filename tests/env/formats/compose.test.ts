import { parse as parseEnv } from "dotenv";
import { valueProblem } from "../../../env/check-entries";
import { composeEnvFile, composeOverlay } from "../../../env/formats/compose";
import { readOverlay } from "./compose-reader";
import { entry, errorOf, expectExactOrRefused, secret } from "../values";

const block = [
  entry("GLOBAL_S3_BUCKET", "media"),
  entry("TUS_ALLOW_S3_TAGS", "false", "This store knows no tags."),
  entry("S3_PERMISSION", "", "Empty, not missing."),
  entry("PRICE", "5$"),
  secret("AWS_ACCESS_KEY_ID", "AKIA"),
  secret("OTHER_SECRET", "a b"),
];
const target = {
  services: ["storage", "worker"],
  envFileNames: { GLOBAL_S3_BUCKET: "GLOBAL_S3_BUCKET", AWS_ACCESS_KEY_ID: "STORAGE_AWS_ACCESS_KEY_ID" },
};

test("the overlay: one environment for all services, strings in quotes, no secret in it", () => {
  expect(composeOverlay("A title", block, target)).toBe(`# A title

services:
  storage:
    environment: &media-storage
      GLOBAL_S3_BUCKET: "\${GLOBAL_S3_BUCKET:?is not set, write it in the file .env}"
      # This store knows no tags.
      TUS_ALLOW_S3_TAGS: "false"
      # Empty, not missing.
      S3_PERMISSION: ""
      PRICE: "5$$"
      AWS_ACCESS_KEY_ID: "\${STORAGE_AWS_ACCESS_KEY_ID:?is not set, write it in the file .env}"
      OTHER_SECRET: "\${OTHER_SECRET:?is not set, write it in the file .env}"
  worker:
    environment: *media-storage
`);
});

test("a single service needs no anchor", () => {
  expect(composeOverlay("t", [entry("A", "1")], { services: ["storage"], envFileNames: {} })).toBe(
    '# t\n\nservices:\n  storage:\n    environment:\n      A: "1"\n',
  );
});

test("what it takes from .env: secrets, and what the project's own file takes from there", () => {
  expect(composeEnvFile("A title", block, target)).toBe(
    "# A title\nGLOBAL_S3_BUCKET=media\nSTORAGE_AWS_ACCESS_KEY_ID=AKIA\nOTHER_SECRET='a b'\n",
  );
  expect(composeEnvFile("t", [entry("A", "1")], target)).toBeUndefined();
  // Compose would take a blank one for a missing one.
  expect(composeEnvFile("t", [entry("GLOBAL_S3_BUCKET", "")], target)).toBeUndefined();
  expect(readOverlay(composeOverlay("t", [entry("GLOBAL_S3_BUCKET", "")], target))["storage"]).toEqual({
    GLOBAL_S3_BUCKET: "",
  });
});

test("overlay and .env together are the block, in every service", () => {
  const services = readOverlay(
    composeOverlay("t", block, target),
    parseEnv(composeEnvFile("t", block, target) ?? ""),
  );
  const all = Object.fromEntries(block.map(({ name, value }) => [name, value]));
  expect(services).toEqual({ storage: all, worker: all });
});

test("compose stops where .env lacks a credential, instead of making it blank", () => {
  const overlay = composeOverlay("t", block, target);
  expect(() => readOverlay(overlay, { GLOBAL_S3_BUCKET: "media" })).toThrow(
    "STORAGE_AWS_ACCESS_KEY_ID is not set, write it in the file .env",
  );
});

test.each([
  "no",
  "1e5",
  "012",
  "0x1f",
  "12:30",
  "2026-11-01",
  "null",
  "~",
  "true",
  "=",
  "<<",
  "{}",
  "*a",
  "- b",
])("%s is a string for every version of YAML", (value) => {
  const services = readOverlay(composeOverlay("t", [entry("A", value)], target));
  expect(services["worker"]).toEqual({ A: value });
});

test("any value comes back as it was, line breaks and quotes among them, or the error never shows it", () => {
  expectExactOrRefused(
    valueProblem,
    (title, entries) => composeOverlay(title, entries, { services: ["web"], envFileNames: {} }),
    (text) => readOverlay(text)["web"] ?? {},
  );
});

test("a secret goes through .env, so it is what dotenv text can carry", () => {
  const entries = [secret("AWS_ACCESS_KEY_ID", "s3cr3t'")];
  expect(errorOf(() => composeEnvFile("t", entries, target))).toBe(
    "The value of STORAGE_AWS_ACCESS_KEY_ID contains a single quote, which programs that read env files interpret differently; use another one.",
  );
  expect(errorOf(() => composeOverlay("t", [secret("A", "")], target))).toBe(
    "The value of A is empty; use another one.",
  );
});
