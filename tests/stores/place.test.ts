/** Buckets of which only the region and the endpoint are known. */
import { kindOfPlace, placeProblems, rcloneProviderOf } from "../../stores/place";
import { STORE_DEFINITIONS } from "../../stores";
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

test("each endpoint has one kind: at most one owns it, and one kind takes the rest", () => {
  const definitions = Object.values(STORE_DEFINITIONS);
  expect(definitions.filter(({ ownsEndpoint }) => ownsEndpoint === undefined)).toHaveLength(1);
  for (const endpoint of [undefined, "https://s3.example.org"])
    expect(definitions.filter(({ ownsEndpoint }) => ownsEndpoint?.(endpoint)).length).toBeLessThan(2);
});

test("a kind with endpoints of its own is asked before the kind that takes the rest", () => {
  const owns = jest
    .spyOn(STORE_DEFINITIONS.aws as Required<typeof STORE_DEFINITIONS.aws>, "ownsEndpoint")
    .mockImplementation((endpoint) => endpoint?.includes("own") === true);
  const kinds = ["https://own.example.org", "https://s3.example.org"].map((endpoint) =>
    kindOfPlace({ endpoint }),
  );
  owns.mockRestore();
  expect(kinds).toEqual(["aws", "s3"]);
});

test("rclone knows AWS without an endpoint, and a server only where it is named", () => {
  expect(rcloneProviderOf({})).toBe("AWS");
  expect(rcloneProviderOf({ endpoint: "https://s3.example.org" })).toBe("Other");
});
