/** What is wrong with a value, beginning with its path; undefined if nothing is. */
export type Check = (value: unknown, path: string) => string | undefined;

export const text =
  (pattern = /^/): Check =>
  (value, path) =>
    typeof value === "string" && pattern.test(value) ? undefined : `${path} is not valid`;

export const flag: Check = (value, path) =>
  typeof value === "boolean" ? undefined : `${path} must be a boolean`;

export const numberUpTo =
  (limit: number): Check =>
  (value, path) =>
    typeof value === "number" && value >= 0 && value <= limit
      ? undefined
      : `${path} must be between 0 and ${limit}`;

export const oneOf =
  (...values: unknown[]): Check =>
  (value, path) =>
    values.includes(value) ? undefined : `${path} must be one of ${values.join(", ")}`;

/** A list with at least one element. */
export const listOf =
  (check: Check): Check =>
  (value, path) => {
    if (!Array.isArray(value) || value.length === 0) return `${path} must be a list with an element`;
    return firstProblem(value.map((element, index) => check(element, `${path}[${index}]`)));
  };

/** An object with these members and no others. */
export const shape =
  (required: Record<string, Check>, optional: Record<string, Check> = {}): Check =>
  (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      return `${path} must be an object`;
    const members = Object.entries(value as Record<string, unknown>);
    const missing = Object.keys(required).find((name) => !members.some(([member]) => member === name));
    if (missing !== undefined) return `${path}.${missing} is required`;
    const checks = { ...required, ...optional };
    return firstProblem(
      members.map(([name, member]) => {
        const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
        return check ? check(member, `${path}.${name}`) : `${path}.${name} is not a known member`;
      }),
    );
  };

const firstProblem = (problems: (string | undefined)[]): string | undefined =>
  problems.find((problem) => problem !== undefined);
