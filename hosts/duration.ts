import { counted } from "../validation/counted";

const UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

/** A number of seconds in the largest unit in which it is whole: "1 day", "90 minutes". */
export function duration(seconds: number): string {
  const [unit, size] = UNITS.find(([, length]) => seconds % length === 0) ?? UNITS[3];
  return counted(seconds / size, unit);
}
