/**
 * Names as a sentence has them: "a, b or c". Not with Intl.ListFormat, which would add 10 ms to the start of every command.
 */
export function listed(names: readonly string[], word: "and" | "or" = "or"): string {
  const [first = "", ...others] = names;
  return others.length === 0 ? first : `${names.slice(0, -1).join(", ")} ${word} ${names.at(-1) ?? ""}`;
}
