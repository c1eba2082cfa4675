/** Buckets of which only the region and the endpoint are known. */
import { kindOfPlace, placeProblems, rcloneProviderOf } from "../../stores/place";
import { codesOf, type Found } from "../validation/of";

test.each([
  [{}, "aws"],
  [{ endpoint: "https://s3.example.org" }, "s3"],
])("the kind of %j is %s", (place, kind) => expect(kindOfPlace(place)).toBe(kind));

test.each<[{ region: string; endpoint?: string }, ...Found[]]>([
  [{ region: "eu-central-1" }],
  [{ region: "eu-central-1a" }, ["region", "store-region-zone"]],
  [{ region: "default", endpoint: "https://s3.example.org" }],
  [{ region: "default", endpoint: "http://s3.example.org" }],
  [{ region: "a b", endpoint: "https://s3.example.org" }, ["region", "store-region-name"]],
  [{ region: "default", endpoint: "https://s3.example.org/media" }, ["endpoint", "endpoint-path"]],
])("%j has these problems", (place, ...expected) => expect(codesOf(placeProblems(place))).toEqual(expected));

test("rclone knows AWS without an endpoint, and a server only where it is named", () => {
  expect(rcloneProviderOf({})).toBe("AWS");
  expect(rcloneProviderOf({ endpoint: "https://s3.example.org" })).toBe("Other");
});
