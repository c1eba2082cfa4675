/** Readers of dotenv text that cannot be had everywhere: what is written for them, and the rule of theirs that makes it right. */
import { dotenvValue, dotenvValueProblem } from "../../env/formats/dotenv";
import readers from "./readers.cases.json";

describe.each(readers)("$reader", ({ cases }) => {
  test.each(cases)("$value: $rule", ({ value, written, refused }) => {
    if (refused === undefined) {
      expect(dotenvValueProblem(value)).toBeUndefined();
      expect(dotenvValue(value)).toBe(written);
    } else {
      expect(dotenvValueProblem(value)).toContain(refused);
    }
  });
});
