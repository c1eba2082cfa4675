import fc from "fast-check";
import { OUTPUTS, sharedOutputs } from "../../config/outputs";

const found = (...names: string[]): [string, string][] =>
  sharedOutputs(names, "instances").map(({ code, path }) => [code, path]);

test.each(OUTPUTS.filter((suffix) => suffix !== ""))(
  "an instance named social%s beside social is a problem",
  (suffix) =>
    expect(found(`social${suffix}`, "social")).toEqual([
      ["instance-name-output", `instances.social${suffix}`],
    ]),
);

test("other names are not a problem", () =>
  expect(found("social", "socialArt", "env", "Env", "facts", "sociaEnv")).toEqual([]));

test("the outputs of valid names all have different names", () => {
  const part = fc.constantFrom("a", "b", "Env", "Entries", "EnvEntries", "Facts", "Region", "Bucket", "Arn");
  const name = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => `i${parts.join("")}`);
  fc.assert(
    fc.property(fc.uniqueArray(name, { maxLength: 5 }), (names) => {
      fc.pre(found(...names).length === 0);
      const outputs = names.flatMap((one) => OUTPUTS.map((suffix) => one + suffix));
      expect(new Set(outputs).size).toBe(outputs.length);
    }),
  );
});
