/**
 * Evaluates the part of Cloudflare's rules language that the library writes.
 * https://developers.cloudflare.com/ruleset-engine/rules-language/operators/
 */

type Fields = Record<string, string>;

/** Whether a request with these fields matches. Throws for everything that is not in this part of the language. */
export function matches(expression: string, fields: Fields): boolean {
  const tokens = [...expression.matchAll(/"(?:\\.|[^"\\])*"|[()[\]{},]|[^\s()[\]{},"]+/gs)].map(
    ([token]) => token,
  );
  let at = 0;
  const peek = (): string | undefined => tokens[at];
  const take = (wanted?: string): string => {
    const token = tokens[at++];
    if (token === undefined || (wanted !== undefined && token !== wanted)) {
      throw new Error(`${wanted ?? "something"} expected instead of ${token ?? "the end"}: ${expression}`);
    }
    return token;
  };
  const field = (): string => {
    const value = fields[take()];
    if (value === undefined) throw new Error(`unknown field: ${expression}`);
    return value;
  };
  const text = (): string => {
    const token = take();
    if (!token.startsWith('"')) throw new Error(`a string expected instead of ${token}: ${expression}`);
    return token.slice(1, -1).replace(/\\(["\\])/g, "$1");
  };
  const comparison = (): boolean => {
    if (peek() === "starts_with") {
      take();
      take("(");
      const value = field();
      take(",");
      const start = text();
      take(")");
      return value.startsWith(start);
    }
    const value = field();
    const operator = take();
    if (operator === "eq") return value === text();
    if (operator === "ne") return value !== text();
    if (operator !== "in") throw new Error(`unknown operator ${operator}: ${expression}`);
    take("{");
    const all: string[] = [];
    while (peek() !== "}") all.push(text());
    take("}");
    return all.includes(value);
  };
  const operand = (): boolean => {
    if (peek() === "not") {
      take();
      return !operand();
    }
    if (peek() !== "(") return comparison();
    take();
    const value = either();
    take(")");
    return value;
  };
  const both = (): boolean => {
    let value = operand();
    while (peek() === "and") {
      take();
      value = operand() && value;
    }
    return value;
  };
  const either = (): boolean => {
    let value = both();
    while (peek() === "or") {
      take();
      value = both() || value;
    }
    return value;
  };
  const value = either();
  if (at < tokens.length) throw new Error(`the end expected instead of ${peek() ?? ""}: ${expression}`);
  return value;
}
