/** `media-storage env --into` on files that nobody of us wrote: whatever is in them, nothing is lost, and no secret is shown. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { parse } from "dotenv";
import fc from "fast-check";
import { dotenv } from "../../../env/formats/dotenv";
import { entry, secret } from "../../env/values";
import { run } from "./from-block";
import { testFolder } from "./folder";

const at = testFolder();
const VALUES = { S3_ENABLED: "true", S3_BUCKET: "social-media", S3_PERMISSION: "" };
const SECRETS = { AWS_ACCESS_KEY_ID: "AKIANEW", AWS_SECRET_ACCESS_KEY: "canary-new" };
const BLOCK = dotenv("Media storage of social.example in the bucket social-media", [
  ...Object.entries(VALUES).map(([name, value]) => entry(name, value)),
  ...Object.entries(SECRETS).map(([name, value]) => secret(name, value)),
]);
const MANAGED = [...Object.keys(VALUES), ...Object.keys(SECRETS), "S3_ENDPOINT"];

/** Replaced by `canary-keep-<number>`: text of the operator's that must stay, and never be shown. */
const KEEP = "{keep}";
/** Text that may be taken out, and must never be shown. */
const GONE = "canary-gone";

const odd = fc.constantFrom(
  "\u00a0",
  "\u0085",
  "\u2028",
  "\u2029",
  "\ufeff",
  "\0",
  "\v",
  "\f",
  "\u200b",
  "\u202e",
  "é",
  "e\u0301",
  "😀",
  "\u{e0001}",
  "\ufffe",
);
const plain = fc.constantFrom(
  "",
  " ",
  "\t",
  "x",
  "a b",
  "=",
  "'",
  '"',
  "`",
  "\\",
  "$HOME",
  "${A:-b}",
  "$(id)",
  "%",
  ";",
);
const filler = fc
  .array(fc.oneof({ weight: 4, arbitrary: plain }, odd), { maxLength: 3 })
  .map((parts) => parts.join(""));
const comment = fc.constantFrom(
  "",
  "",
  ` # ${KEEP}`,
  `# ${KEEP}`,
  `\t#${KEEP}`,
  `\u00a0# ${KEEP}`,
  ` ; ${KEEP}`,
);
const quoted = fc
  .tuple(fc.constantFrom("'", '"', "`"), filler, fc.constantFrom("", "\n", "\r\n", "\nS3_BUCKET=x\n", "\n# "))
  .map(([quote, text, middle]) => `${quote}${text.replaceAll(quote, "")}${middle}${KEEP}${quote}`);
const own = fc
  .tuple(
    fc.constantFrom("", "", "export ", "export\t", "  ", "declare -x ", "set "),
    fc.constantFrom(
      "SMTP_PASSWORD",
      "A",
      "x.y",
      "DATABASE_URL",
      "É",
      "S3_BUCKET_2",
      "__proto__",
      "constructor",
    ),
    fc.constantFrom("=", "=", "=", " = ", ": ", "+=", ":="),
    fc.oneof(
      filler.map((text) => `${text}${KEEP}`),
      filler.map((text) => `${KEEP}${text}`),
      quoted,
    ),
    comment,
  )
  .map((parts) => parts.join(""));
/** A line that is taken out takes its comment with it. */
const behind = comment.map((text) => text.replace(KEEP, GONE));
const managed = fc.oneof(
  fc
    .tuple(fc.constantFrom("", "export "), fc.constantFrom("S3_BUCKET", "S3_ENABLED", "S3_ENDPOINT"), behind)
    .map(([prefix, name, said]) => `${prefix}${name}=old${said}`),
  fc
    .tuple(
      fc.constantFrom("", "export "),
      fc.constantFrom("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
      fc.constantFrom(GONE, `'${GONE}'`, `"${GONE}"`, `${GONE}$A`, `"${GONE}`, `${GONE}\u00a0`),
      behind,
    )
    .map(([prefix, name, value, said]) => `${prefix}${name}=${value}${said}`),
);
const otherLine = fc.constantFrom(
  "",
  "   ",
  `# ${KEEP}`,
  `  #${KEEP}`,
  `# media-storage: ${GONE}`,
  `#S3_BUCKET=${KEEP}`,
  "S3_BUCKET",
  "export HOME",
  // What a lost quote makes of a value that a warning names.
  `LOCAL_DOMAIN="social.example\nSMTP_PASSWORD=${KEEP}\nB="`,
  "environment:",
  `  - SMTP_PASSWORD=${KEEP}`,
  "key: |",
  `  ${KEEP}`,
  "[section]",
  "if true; then",
  `MIIE${KEEP}==`,
  `source ./${KEEP}`,
);
const lineBreak = fc.constantFrom("\n", "\n", "\n", "\r\n", "\r\n", "\r", "\n\n");

interface File {
  text: string;
  /** Bytes that are no UTF-8, such as a lone surrogate; most files have none. */
  bytes: Buffer;
}

const foreignFiles: fc.Arbitrary<File> = fc
  .tuple(
    fc.constantFrom("", "", "", "\ufeff"),
    fc.array(
      fc.tuple(
        fc.oneof({ weight: 3, arbitrary: own }, { weight: 2, arbitrary: managed }, otherLine),
        // Most files have the same one everywhere.
        fc.oneof({ weight: 6, arbitrary: fc.constant("\n") }, lineBreak),
      ),
      { maxLength: 6 },
    ),
    // What no UTF-8 has: a lone surrogate, and a byte of Latin 1.
    fc.constantFrom([], [], [], [], [0xed, 0xa0, 0x80], [0xff]),
    fc.boolean(),
  )
  .map(([bom, lines, bad, isEnded]) => {
    let count = 0;
    const joined = bom + lines.map(([text, end]) => text + end).join("");
    const ended = isEnded ? joined : joined.replace(/\r?\n$/, "");
    const text = ended.replaceAll(KEEP, () => `canary-keep-${count++}`);
    return { text, bytes: Buffer.concat([Buffer.from(text), Buffer.from(bad)]) };
  });

const kept = (text: string): string[] => text.match(/canary-keep-\d+/g) ?? [];
const others = (text: string): [string, string][] =>
  Object.entries(parse(text)).filter(([name]) => !MANAGED.includes(name));

beforeEach(() => {
  writeFileSync(at("block"), BLOCK);
});

test("a file of any text is refused as it is, or gets the block and keeps all else; the way back gives every byte", async () => {
  const seen = { refused: 0, written: 0 };
  await fc.assert(
    fc.asyncProperty(foreignFiles, async ({ text, bytes }) => {
      for (const name of readdirSync(at())) if (name !== "block") rmSync(at(name));
      writeFileSync(at(".env"), bytes);
      const { code, said } = await run({ into: at(".env"), from: at("block") });
      expect(said).not.toContain("canary");
      const after = readFileSync(at(".env"));
      if (code !== 0) {
        seen.refused++;
        expect(said).toMatch(/^error: .*\/\.env(: line \d+ |:? )/);
        expect(after.equals(bytes)).toBe(true);
        expect(readdirSync(at()).sort()).toEqual([".env", "block"]);
        return;
      }
      seen.written++;
      expect(parse(after)).toMatchObject({ ...VALUES, ...SECRETS });
      expect(parse(after)["S3_ENDPOINT"]).toBeUndefined();
      // What stands behind a backslash or between backticks is the reader's affair.
      if (!/[\\`]/.test(text)) expect(others(after.toString())).toEqual(expect.arrayContaining(others(text)));
      expect(kept(after.toString())).toEqual(kept(text));
      const backup = readdirSync(at()).find((name) => name.includes(".before-s3-")) ?? "";
      expect(readFileSync(at(backup)).equals(bytes)).toBe(true);

      const again = await run({ into: at(".env"), from: at("block") });
      expect(again.code).toBe(0);
      expect(readFileSync(at(".env")).equals(after)).toBe(true);

      const back = await run({ into: at(".env"), restore: true });
      expect([back.code, back.said.includes("canary")]).toEqual([0, false]);
      expect(readFileSync(at(".env")).equals(bytes)).toBe(true);
    }),
    { numRuns: 150 },
  );
  expect(Math.min(seen.refused, seen.written)).toBeGreaterThan(15);
});
