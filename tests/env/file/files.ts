/** Env files as people write them, and worse. */
import fc from "fast-check";

/** Some of the names that the library manages in these tests, and names that are the operator's own. */
export const MANAGED = ["S3_BUCKET", "S3_REGION", "S3_PERMISSION", "AWS_SECRET_ACCESS_KEY"];
export const UNWANTED = ["S3_ENDPOINT", "S3_ALIAS_HOST"];
export const OWN = ["LOCAL_DOMAIN", "SMTP_PASSWORD", "S3_BUCKET_2", "x.y"];

const inQuotes = fc.constantFrom(
  "",
  "a",
  "a b",
  "#a",
  "it\\'s",
  "a\nB=c\n# d",
  "é😀",
  "$HOME",
  "\\n",
  "a\r\nb",
);
const value = fc.oneof(
  fc.constantFrom("", "a", "a b", "a#b", "a # b", "it's", "`a`", "\\", "é", "$(id)", "a=b", " a "),
  inQuotes.map((text) => `'${text}'`),
  inQuotes.map((text) => `"${text}"`),
  inQuotes.map((text) => `'${text}' # why`),
);
const name = fc.constantFrom(...MANAGED, ...UNWANTED, ...OWN);
const assignment = fc
  .tuple(
    fc.constantFrom("", "", "", "export ", " ", "\t"),
    name,
    fc.constantFrom("=", "=", "=", " = ", ": "),
    value,
  )
  .filter(([, , separator, written]) => separator !== ": " || written.trim() !== "")
  .filter(([, variable, , written]) => OWN.includes(variable) || !written.includes("\n"))
  .map((parts) => parts.join(""));
const other = fc.constantFrom(
  "",
  "  ",
  "# a comment",
  "# ",
  "#S3_BUCKET=old",
  '# it\'s "not" closed',
  "S3_REGION",
  "export HOME",
);

/** Files that can be read: with both line breaks, with and without the last one and a byte order mark. */
export const envFiles = fc
  .tuple(
    fc.constantFrom("", "", "\ufeff"),
    fc.array(
      fc.tuple(fc.oneof({ weight: 3, arbitrary: assignment }, other), fc.constantFrom("\n", "\n", "\r\n")),
    ),
    fc.boolean(),
  )
  .map(([bom, lines, isEnded]) => {
    const text = bom + lines.map(([line, end]) => line + end).join("");
    return isEnded ? text : text.replace(/\r?\n$/, "");
  });

/** Anything of the characters that matter, most of which cannot be read. */
export const texts = fc
  .array(
    fc.constantFrom(
      "A",
      "B=",
      "C: ",
      "'",
      '"',
      "\\",
      "#",
      " ",
      "\n",
      "\n",
      "\r\n",
      "\r",
      "`",
      "export ",
      "=",
      "x",
      "\u2028",
      "\u00a0",
      "é",
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(""));
