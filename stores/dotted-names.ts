/** The rules for names of buckets with dots: those of AWS before it advised against dots, which most servers have. */
import { patternCheck, type EditorCheck } from "../validation/editor-check";
import type { Reason } from "../validation/problem";

const ADDRESS = /^\d+(\.\d+){3}$/;
const BESIDE_DOT = /\.\.|\.-|-\./;

/** What is wrong with a name that looks like an IP address. */
export function addressNameProblems(name: string): Reason[] {
  if (!ADDRESS.test(name)) return [];
  return [{ code: "bucket-name-address", message: "has the form of an IP address; choose another name" }];
}

/** What is wrong with the dots of a name. */
export function dottedNameProblems(name: string): Reason[] {
  const problems = addressNameProblems(name);
  if (problems.length > 0) return problems;
  if (!BESIDE_DOT.test(name)) return [];
  return [
    { code: "bucket-name-dot", message: 'has a dot next to another dot or a "-"; keep one of the two' },
  ];
}

/** The same for editors; `reserved` are whole names that the server itself needs. */
export function dottedNameCheck(title: string, reserved: readonly string[] = []): EditorCheck {
  const names = reserved.length === 0 ? "" : `(?!(${reserved.join("|")})$)`;
  const api = reserved.length === 0 ? "" : " or the path of an API";
  return patternCheck(
    new RegExp(`^(?!${ADDRESS.source.slice(1)})(?!.*(${BESIDE_DOT.source}))${names}`),
    `is not valid on ${title}: it is an IP address${api}, or has a dot next to another dot or a "-"`,
  );
}
