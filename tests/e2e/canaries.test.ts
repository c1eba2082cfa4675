import { findPlaintext } from "./canaries";

// Three lengths modulo 3, and characters that every encoding changes.
const canaries = ["canary/one+two=3", 'canary "four" & five', "canary?six>seven~ü"];
const found = (text: string): string[] => findPlaintext(canaries, { log: text });

describe("findPlaintext", () => {
  it.each(canaries)("finds %s wherever somebody can read it", (canary) => {
    const number = canaries.indexOf(canary) + 1;
    const env = `S3_ENABLED=true\nSECRET=${canary}\nMORE=1\n`;
    expect(found(env)).toEqual([`log: canary ${number} in plain text`]);
    expect(found(JSON.stringify({ env }))).toEqual([`log: canary ${number} in plain text`]);
    expect(found(`?env=${encodeURIComponent(env)}`)[0]).toMatch(
      /^log: canary \d (in plain text|URL-encoded)$/,
    );
    for (const before of ["", "a", "ab", "abc"]) {
      const bytes = Buffer.from(before + env);
      expect(found(bytes.toString("base64"))).toEqual([`log: canary ${number} in base64`]);
      expect(found(bytes.toString("base64url"))).toEqual([`log: canary ${number} in base64`]);
    }
  });

  it("names every source with a canary, and no other", () => {
    const sources = { state: canaries[0]!, preview: "[secret]", events: `${canaries[0]!} ${canaries[1]!}` };
    expect(findPlaintext(canaries, sources)).toEqual([
      "state: canary 1 in plain text",
      "events: canary 1 in plain text",
      "events: canary 2 in plain text",
    ]);
  });

  it("refuses a canary that could appear by chance", () => {
    expect(() => findPlaintext(["short"], {})).toThrow("canary 1 is shorter than 12 characters");
  });
});
