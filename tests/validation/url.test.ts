import { parseUrl } from "../../validation/url";

test("a URL with a name that is not ASCII is valid, however often it is parsed", () => {
  let refused = 0;
  for (let i = 0; i < 100_000; i++) if (parseUrl("https://bücher.example") === undefined) refused++;
  expect(refused).toBe(0);
});

test.each(["", "bücher.example", "https://", "https://a b.example"])("%j is not a URL", (text) =>
  expect(parseUrl(text)).toBeUndefined(),
);
