import * as fc from "fast-check";
import { contains, coverVersion, firstAddress, ipRange, type IpRange } from "../../../access/evaluate/ip";

const seed = 20261128;
const ofVersion = (bits: 32 | 128): fc.Arbitrary<IpRange> =>
  fc.record({
    bits: fc.constant(bits),
    prefix: fc.nat(bits),
    value: fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n }),
  });
const anyRange = fc.oneof(ofVersion(32), ofVersion(128));
const range = (text: string): IpRange => ipRange(text) as IpRange;

test.each([
  ["10.1.2.3/8", "10.0.0.0"],
  ["203.0.113.17", "203.0.113.17"],
  ["0.0.0.1/0", "0.0.0.0"],
  ["2001:db8::17/32", "2001:db8::"],
  ["::1/0", "::"],
  ["::1", "0:0:0:0:0:0:0:1"],
])("%s begins at %s", (text, first) => expect(firstAddress(range(text))).toBe(first));

test("the first address is valid, is in the range, and is its own first address", () => {
  fc.assert(
    fc.property(anyRange, (one) => {
      const first = range(firstAddress(one));
      expect(contains(one, first)).toBe(true);
      expect(firstAddress({ ...first, prefix: one.prefix })).toBe(firstAddress(one));
    }),
    { seed },
  );
});

test("all parts of the addresses cover them, but not if one part is missing", () => {
  /** A range split in halves, some of them split again. */
  const parts = (whole: IpRange, cuts: boolean[]): IpRange[] => {
    const isCut = cuts.shift() === true && whole.prefix < whole.bits;
    if (!isCut) return [whole];
    const prefix = whole.prefix + 1;
    const half = { ...whole, prefix };
    const other = { ...half, value: whole.value + (1n << BigInt(whole.bits - prefix)) };
    return [...parts(half, cuts), ...parts(other, cuts)];
  };
  const cut = fc.tuple(
    fc.constantFrom<32 | 128>(32, 128),
    fc.array(fc.boolean(), { maxLength: 20 }),
    fc.nat(),
  );
  fc.assert(
    fc.property(cut, ([bits, cuts, without]) => {
      const all = parts({ bits, prefix: 0, value: 0n }, cuts).reverse();
      expect(coverVersion(all, bits)).toBe(true);
      expect(
        coverVersion(
          all.filter((_, i) => i !== without % all.length),
          bits,
        ),
      ).toBe(false);
      expect(coverVersion(all, bits === 32 ? 128 : 32)).toBe(false);
    }),
    { seed },
  );
});
