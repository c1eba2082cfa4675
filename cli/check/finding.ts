import type { ProblemCode } from "../../validation/codes";
import { counted } from "../../validation/counted";
import { problemLines } from "../../validation/problem";

/** Something that is wrong with a stack's config, or that its author should know. */
export interface Finding {
  /** An error makes `pulumi up` fail; a warning does not. */
  severity: "error" | "warning";
  /** The code of the broken rule, as the list of messages in the docs has it; "warning" for every warning. */
  code: ProblemCode | "warning";
  /** The property path, such as `media-storage:instances.social.mastodon.bucket`; "" is the whole file. */
  path: string;
  message: string;
  stack: string;
  /** The path of the file, from the folder that the command was started in. */
  file: string;
  /** The place of the key at `path`; if the key is missing, of the nearest key above it. Both numbers begin with 1. */
  line: number;
  column: number;
}

/** A finding in the form of compilers, which editors and CI systems turn into links. */
export function findingLine({ severity, path, message, file, line, column }: Finding): string {
  const text = problemLines([{ path, message }]).trim().replace(/^: /, "");
  return `${file}:${line}:${column}: ${severity === "warning" ? "warning: " : ""}${text}`;
}

/** How many findings a file has: "2 problems, 1 warning". */
export function summary(findings: readonly Finding[]): string {
  const warnings = findings.filter(({ severity }) => severity === "warning").length;
  const problems = findings.length - warnings;
  return [
    problems === 0 ? "no problems" : counted(problems, "problem"),
    ...(warnings === 0 ? [] : [counted(warnings, "warning")]),
  ].join(", ");
}

/** In the order of the text. */
export function inTextOrder(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => a.line - b.line || a.column - b.column);
}
