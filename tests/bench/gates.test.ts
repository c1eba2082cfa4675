import { createRequire } from "node:module";

interface Sample {
  wall: number;
  user: number;
  peak: number;
}
type Samples = Record<string, Record<number, Sample[]>>;
interface Gate {
  name: string;
  value: number;
  limit: number;
  fails: boolean;
}
const { gates } = createRequire(__filename)("../../bench/gates.cjs") as {
  gates: (samples: Samples) => Gate[];
};

const round = (wall: number, peak = 100): Sample => ({ wall, user: wall, peak });
const gateNamed = (samples: Samples, name: string): Gate => {
  const found = gates(samples).find((gate) => gate.name === name);
  if (!found) throw new Error(`no gate ${name}`);
  return found;
};

describe("the gates of `npm run bench`", () => {
  const limits: [ours: string, other: string, size: number, limit: number][] = [
    ["ours", "bare", 1, 0.32],
    ["ours", "bare", 100, 0.4],
    ["ours", "bare", 500, 0.4],
    ["ours-cloudfront", "bare-cloudfront", 1, 1 / 2],
    ["ours-cloudfront", "bare-cloudfront", 100, 1 / 2],
    ["ours", "cdktf", 1, 1],
    ["ours", "cdk-synth", 1, 1 / 10],
    ["ours", "cdk-synth", 100, 1 / 4],
    ["ours", "cdk-synth", 500, 1 / 2],
    ["ours", "terraform", 1, 1 / 20],
    ["ours", "terraform", 100, 1 / 20],
    ["ours", "terraform", 500, 1 / 20],
    ["program", "program-default", 1, 0.22],
  ];

  it.each(limits)(
    "%s may take the wall clock of %s at %i times %f and no more",
    (ours, other, size, limit) => {
      const of = (wall: number): Gate =>
        gateNamed(
          { [ours]: { [size]: [round(wall)] }, [other]: { [size]: [round(1)] } },
          `${ours} / ${other} at ${size}`,
        );
      expect(of(limit)).toEqual(expect.objectContaining({ limit, fails: false }));
      expect(of(limit * 1.01).fails).toBe(true);
    },
  );

  it("allow 180 MB at 500 instances and no more", () => {
    const of = (peak: number): Gate => gateNamed({ ours: { 500: [round(1, peak)] } }, "MB at 500");
    expect(of(180).fails).toBe(false);
    expect(of(181).fails).toBe(true);
  });

  it("are these and no others", () => {
    const names = limits.map(([ours, other, size]) => `${ours} / ${other} at ${size}`);
    expect(
      gates({})
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...names, "MB at 500"].sort());
  });

  it("compare the rounds one by one and take the median, so that one slow round decides nothing", () => {
    const samples = {
      ours: { 1: [round(0.2), round(2), round(0.3)] },
      bare: { 1: [round(1), round(10), round(0.3)] },
    };
    expect(gateNamed(samples, "ours / bare at 1")).toEqual(
      expect.objectContaining({ value: 0.2, fails: false }),
    );
  });

  it("do not fail for what was not measured, and have no value for it", () => {
    for (const { value, fails } of gates({ ours: { 1: [round(1)] } })) {
      expect(value).toBeNaN();
      expect(fails).toBe(false);
    }
  });
});
