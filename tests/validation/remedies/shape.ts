/** Remedies about names of settings that do not exist, and values of another type. */
import { given, type Row, settings } from "./row";

export const SHAPE: Row[] = [
  settings("missing-member", "set it", { webDomain: undefined }, { webDomain: "social.example" }),
  settings("unknown-member", "did you mean access?", { acces: "bucket-policy" }, { access: "bucket-policy" }),
  settings("unknown-value", '"bucket-policy"', { access: "x" }, { access: "bucket-policy" }),
  settings("wrong-type", "set an object", { data: "x" }, { data: {} }),
  settings("unquoted-text", 'put it in quotes: "555"', { bucket: 555 }, { bucket: "555" }),
  settings("unquoted-version", 'put the version in quotes, like "4.4"', { version: 4.1 }, { version: "4.4" }),
  settings(
    "nested-secret",
    "store each secret in its own config value",
    { writer: { given: { ...given, accessKeyId: { secure: "x" } } } },
    { writer: { given } },
  ),
  settings("not-plain", "set a plain value", { bucket: Promise.resolve("x") }, { bucket: "social-media" }),
];
