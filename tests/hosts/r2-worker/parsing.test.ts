/** Whatever a request says: no key outside the prefixes, and the bytes that were asked for. */
import fc from "fast-check";
import { isAmbiguous, pathOfKey, publicKey } from "../../../hosts/r2-worker/source/key";
import { contentRange, requestedRange } from "../../../hosts/r2-worker/source/ranges";

const PREFIXES = ["accounts/", "media_attachments/"];
const piece = fc.constantFrom(
  ...[
    "accounts",
    "backups",
    "/",
    "//",
    ".",
    "..",
    "%2e",
    "%2F",
    "%252e",
    "%5c",
    "\\",
    ";",
    "%00",
    "%",
    "%c3",
    "%C3%A4",
    "a",
  ],
);
const path = fc.array(piece, { maxLength: 12 }).map((pieces) => `/accounts/${pieces.join("")}`);

test("a path leads to a key below a prefix that no server can take for another one, or nowhere", () => {
  fc.assert(
    fc.property(fc.oneof(path, fc.webPath(), fc.string()), (pathname) => {
      const key = publicKey(pathname, PREFIXES);
      if (key === undefined) return;
      expect(PREFIXES.some((prefix) => key.startsWith(prefix) && key.length > prefix.length)).toBe(true);
      expect(key.split("/").filter((part) => ["", ".", ".."].includes(part))).toEqual([]);
      // Its own path leads to it, and a URL parser changes nothing about that path.
      expect(new URL(`https://files.social.example${pathOfKey(key)}`).pathname).toBe(pathOfKey(key));
      expect(publicKey(pathOfKey(key), PREFIXES)).toBe(key);
    }),
    { numRuns: 2_000 },
  );
});

test("the legacy host stays below the prefix however often it decodes the path", () => {
  fc.assert(
    fc.property(path, fc.integer({ min: 1, max: 3 }), (pathname, rounds) => {
      const key = publicKey(pathname, PREFIXES);
      if (key === undefined || isAmbiguous(key)) return;
      let seen = pathOfKey(key);
      for (let round = 0; round < rounds; round++) seen = decodedOnce(seen);
      expect(new URL(seen.replaceAll("\\", "/"), "https://old.example").pathname).toMatch(/^\/accounts\//);
    }),
    { numRuns: 2_000 },
  );
});

/** As a lenient server does: what is not an escape stays. */
const decodedOnce = (text: string): string =>
  text.replace(/%([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

test("a range is the slice that it asks for", () => {
  const number = fc.oneof(fc.constant(""), fc.nat(30).map(String), fc.bigInt({ min: 0n }).map(String));
  fc.assert(
    fc.property(number, number, fc.nat(20), (first, last, size) => {
      const content = Buffer.from(Array.from({ length: size }, (_, i) => i));
      const range = requestedRange(`bytes=${first}-${last}`, size);
      const wanted =
        first === ""
          ? content.subarray(Math.max(0, size - Number(last)))
          : content.subarray(Number(first), last === "" ? size : Math.min(size, Number(last) + 1));
      if (range === undefined) {
        expect(first === "" ? last === "" : last !== "" && Number(last) < Number(first)).toBe(true);
      } else if (range === "unsatisfiable") {
        expect(first === "" ? Number(last) === 0 || size === 0 : Number(first) >= size).toBe(true);
      } else {
        expect(content.subarray(range.offset, range.offset + range.length)).toEqual(wanted);
        expect(wanted.length).toBeGreaterThan(0);
        expect(contentRange(range, size)).toMatch(/^bytes \d+-\d+\/\d+$/);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("no other header is a range", () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(20), (header, size) => {
      fc.pre(!/^bytes=/i.test(header));
      expect(requestedRange(header, size)).toBeUndefined();
    }),
  );
  expect(requestedRange(null, 10)).toBeUndefined();
});
