const { contenders } = require("./contenders.cjs");
const { median, ratios } = require("./statistics.cjs");

/** At most so many times the wall clock of the other contender, by the number of instances. */
const AT_MOST = {
  bare: { 1: 0.35, 100: 0.3, 500: 0.2 },
  cdktf: { 1: 1, 100: 1, 500: 1 },
  "cdk-synth": { 1: 1 / 10, 100: 1 / 4, 500: 1 / 4 },
  terraform: { 1: 1 / 20, 100: 1 / 20, 500: 1 / 20 },
  "program-default": { 1: 1 / 4 },
};

/** Megabytes at 500 instances. */
const PEAK = 150;

/** User CPU of an instance more, as a part of the bare program's: the wall clock is too noisy for a difference. */
const EXTRA = 1 / 5;

/**
 * @param {Record<string, Record<string, object[]>>} samples contender -> size -> rounds
 * @returns {{ name: string, value: number, limit: number, fails: boolean }[]} `value` is not a number where it was not measured
 */
function gates(samples) {
  const gate = (name, value, limit, fails = value > limit) => ({ name, value, limit, fails });
  const all = Object.entries(AT_MOST).flatMap(([other, limits]) =>
    Object.entries(limits).map(([size, limit]) => {
      const { beside } = contenders[other];
      const values = ratios(samples[beside]?.[size], samples[other]?.[size], "wall");
      return gate(`${beside} / ${other} at ${size}`, median(values), limit);
    }),
  );
  const peak = median((samples.ours?.[500] ?? []).map((sample) => sample.peak));
  all.push(gate("MB at 500", peak, PEAK, peak >= PEAK));
  const extra = extraInstance(samples.ours, "user") / extraInstance(samples.bare, "user");
  all.push(gate("user CPU of an extra instance, ours / bare", extra, EXTRA));
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
