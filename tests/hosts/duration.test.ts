import { duration } from "../../hosts/duration";

test.each([
  [1, "1 second"],
  [90, "90 seconds"],
  [60, "1 minute"],
  [5400, "90 minutes"],
  [7200, "2 hours"],
  [86_400, "1 day"],
  [31_536_000, "365 days"],
])("%i seconds are %s", (seconds, text) => expect(duration(seconds)).toBe(text));
