import { nearest } from "../../validation/nearest";

const REGIONS = ["eu-central-1", "eu-west-1", "us-east-1"];

test.each<[string, string | undefined]>([
  ["eu-central-1", "eu-central-1"],
  ["eu-centrall-1", "eu-central-1"],
  ["eu-cnetral-1", "eu-central-1"],
  ["eu-westt-11", "eu-west-1"],
  ["eu-wesst-112", undefined],
  ["frankfurt", undefined],
  ["", undefined],
])("the value nearest to %j is %j", (text, near) => expect(nearest(text, REGIONS)).toBe(near));

test("an empty list has no nearest value", () => expect(nearest("", [])).toBeUndefined());
