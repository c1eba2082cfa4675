const { contenders } = require("./contenders.cjs");
const { median, ratios } = require("./statistics.cjs");

/** At most so many times the wall clock of the other contender, by the number of instances. */
const AT_MOST = {
  bare: { 1: 0.32, 100: 0.4, 500: 0.4 },
  "bare-cloudfront": { 1: 1 / 2, 100: 1 / 2 },
  cdktf: { 1: 1 },
  "cdk-synth": { 1: 1 / 10, 100: 1 / 4, 500: 1 / 2 },
  terraform: { 1: 1 / 20, 100: 1 / 20, 500: 1 / 20 },
  "program-default": { 1: 0.22 },
};

/** Megabytes at 500 instances. */
const PEAK = 180;

/**
 * @param {Record<string, Record<string, object[]>>} samples contender -> size -> rounds
 * @returns {{ name: string, value: number, limit: number, fails: boolean }[]} `value` is not a number where it was not measured
 */
function gates(samples) {
  const gate = (name, value, limit) => ({ name, value, limit, fails: value > limit });
  const all = Object.entries(AT_MOST).flatMap(([other, limits]) =>
    Object.entries(limits).map(([size, limit]) => {
      const { beside } = contenders[other];
      const values = ratios(samples[beside]?.[size], samples[other]?.[size], "wall");
      return gate(`${beside} / ${other} at ${size}`, median(values), limit);
    }),
  );
  const peak = median((samples.ours?.[500] ?? []).map((sample) => sample.peak));
  all.push(gate("MB at 500", peak, PEAK));
  return all;
}

/** Seconds of one instance more, between the smallest and the largest number; not a number with one number only. */
function extraInstance(bySize, measure) {
  const sizes = Object.keys(bySize ?? {}).map(Number);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  if (!(most > least)) return NaN;
  const rounds = bySize[most].map((sample, round) => sample[measure] - bySize[least][round][measure]);
  return median(rounds) / (most - least);
}

module.exports = { extraInstance, gates };
