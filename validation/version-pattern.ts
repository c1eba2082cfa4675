/** Patterns of versions for editors, which cannot compare numbers. */
import { VERSION, type Release } from "./version";

/** The pattern of the versions that `parseVersion` reads and that are at least the release. The patch is not compared. */
export function versionPattern([major, minor]: Release): RegExp {
  const older = [
    ...below(major).map((one) => `${one}\\.`),
    ...below(minor).map((one) => `${major}\\.0*${one}(?!\\d)`),
  ];
  const notOlder = older.length === 0 ? "" : `(?!v?0*(?:${older.join("|")}))`;
  return new RegExp(`^${notOlder}${VERSION.source.slice(1)}`);
}

/** Patterns that match the whole numbers below a number, in decimal and without zeros in front. */
function below(number: number): string[] {
  const digits = String(number);
  return [
    ...(digits.length > 1 ? [`\\d{1,${digits.length - 1}}`] : []),
    ...Array.from(digits).flatMap((digit, i) =>
      digit === "0" ? [] : [`${digits.slice(0, i)}[0-${Number(digit) - 1}]\\d{${digits.length - i - 1}}`],
    ),
  ];
}
