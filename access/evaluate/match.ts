/** Patterns with `*` and `?`, as policies write them, matched without regular expressions: those backtrack. */

/** What stands between two `*`: literals at their places, and a `?` wherever there is none. */
interface Run {
  length: number;
  literals: readonly { at: number; text: string }[];
}

/** A pattern, as the runs between its `*`: one run alone is a pattern without `*`. */
export type Pattern = readonly Run[];

/** What a policy variable stands for in this request; `undefined` when the request has no value for it. */
export type Resolve = (variable: string) => string | undefined;

/** A literal text, or one of the characters that only mean something in patterns. */
export type Token = { literal: string } | "*" | "?" | { variable: string };

/** Splits what a policy says into literals, wildcards and `${variables}`; an unclosed `${` is a literal, as in AWS. */
export function tokens(value: string): Token[] {
  const result: Token[] = [];
  let at = 0;
  while (at < value.length) {
    const special = nextSpecial(value, at);
    if (special > at) result.push({ literal: value.slice(at, special) });
    const character = value[special];
    if (character === undefined) break;
    if (character === "*" || character === "?") {
      result.push(character);
      at = special + 1;
      continue;
    }
    const end = value.indexOf("}", special);
    if (end < 0) {
      result.push({ literal: value.slice(special, special + 2) });
      at = special + 2;
    } else {
      result.push({ variable: value.slice(special + 2, end) });
      at = end + 1;
    }
  }
  return result;
}

function nextSpecial(value: string, from: number): number {
  for (let i = from; i < value.length; i++) {
    const character = value[i];
    if (character === "*" || character === "?" || (character === "$" && value[i + 1] === "{")) return i;
  }
  return value.length;
}

/** The pattern a policy means; `undefined` when one of its variables has no value, and then it matches nothing. */
export function pattern(value: string, resolve: Resolve): Pattern | undefined {
  const runs: Run[] = [];
  let length = 0;
  let literals: { at: number; text: string }[] = [];
  const add = (text: string) => {
    const last = literals[literals.length - 1];
    if (last !== undefined && last.at + last.text.length === length) last.text += text;
    else literals.push({ at: length, text });
    length += text.length;
  };
  const close = () => {
    runs.push({ length, literals });
    length = 0;
    literals = [];
  };
  for (const token of tokens(value)) {
    if (token === "*") close();
    else if (token === "?") length++;
    else if ("literal" in token) add(token.literal);
    else {
      const resolved = resolve(token.variable);
      if (resolved === undefined) return undefined;
      add(resolved);
    }
  }
  close();
  return runs;
}

/** The runs in order, each at the first place it fits: taking the first leaves most room for the others. */
export function matches(runs: Pattern, value: string): boolean {
  const first = runs[0];
  const last = runs[runs.length - 1];
  if (first === undefined || last === undefined) return false;
  if (!fits(first, value, 0)) return false;
  if (runs.length === 1) return first.length === value.length;
  let at = first.length;
  for (const run of runs.slice(1, -1)) {
    const found = find(run, value, at);
    if (found < 0) return false;
    at = found + run.length;
  }
  const lastAt = value.length - last.length;
  return lastAt >= at && fits(last, value, lastAt);
}

function fits(run: Run, value: string, at: number): boolean {
  if (at + run.length > value.length) return false;
  for (const part of run.literals) if (!value.startsWith(part.text, at + part.at)) return false;
  return true;
}

function find(run: Run, value: string, from: number): number {
  const [first] = run.literals;
  if (first?.text.length === run.length) return value.indexOf(first.text, from);
  for (let at = from; at + run.length <= value.length; at++) if (fits(run, value, at)) return at;
  return -1;
}

/** Whether an action pattern like `s3:Get*` covers an action; actions know no case and no variables. One pattern, many actions. */
export function actionMatcher(actionPattern: string): (action: string) => boolean {
  const wanted = actionPattern.toLowerCase();
  if (isLiteral(wanted)) return (action) => action.toLowerCase() === wanted;
  const runs = pattern(wanted, () => undefined);
  return (action) => runs !== undefined && matches(runs, action.toLowerCase());
}

/**
 * Whether an ARN pattern covers an ARN, part by part: no `*` reaches over a colon but in the last part, the resource.
 * `undefined` when a variable has no value: then neither Resource nor NotResource applies.
 */
export function arnMatches(arnPattern: string, arn: string, resolve: Resolve): boolean | undefined {
  return arnMatcher(arnPattern)(resolve)(arnParts(arn));
}

/** Whether an ARN, taken apart, is covered; what is no ARN has no parts. */
export type ArnMatcher = (parts: ArnParts | undefined) => boolean | undefined;

/** The same for one pattern and many ARNs: it is read once, and once a request where it has variables. */
export function arnMatcher(arnPattern: string): (resolve: Resolve) => ArnMatcher {
  if (arnPattern === "*") return () => () => true;
  const parts = arnParts(arnPattern);
  if (parts === undefined) return () => () => false;
  if (arnPattern.includes("${")) return (resolve) => partsMatcher(parts, resolve);
  const matcher = partsMatcher(parts, () => undefined);
  return () => matcher;
}

function partsMatcher(wanted: ArnParts, resolve: Resolve): ArnMatcher {
  const patterns = wanted.map((part) => (isLiteral(part) ? part : pattern(part, resolve)));
  if (!patterns.every((part) => part !== undefined)) return (parts) => (parts ? undefined : false);
  return (parts) => parts !== undefined && partsMatch(patterns, parts);
}

/** From the resource on, which differs most. */
function partsMatch(patterns: readonly (string | Pattern)[], parts: ArnParts): boolean {
  for (let i = patterns.length - 1; i >= 0; i--) {
    const wanted = patterns[i] ?? "";
    const part = parts[i] ?? "";
    if (typeof wanted === "string" ? wanted !== part : !matches(wanted, part)) return false;
  }
  return true;
}

/** Whether a text stands for itself, as nearly all parts of an ARN do. */
function isLiteral(text: string): boolean {
  return !text.includes("*") && !text.includes("?") && !text.includes("$");
}

/** Prefix (`arn`), partition, service, region, account and resource. */
export type ArnParts = [string, string, string, string, string, string];

/** The parts of an ARN; `undefined` when it is none. */
export function arnParts(arn: string): ArnParts | undefined {
  const parts = arn.split(":", 5);
  const [prefix, partition, service, region, account] = parts;
  if (prefix !== "arn" || partition === undefined || service === undefined) return undefined;
  if (region === undefined || account === undefined) return undefined;
  const head = prefix.length + partition.length + service.length + region.length + account.length + 4;
  return arn[head] === ":" ? [prefix, partition, service, region, account, arn.slice(head + 1)] : undefined;
}
