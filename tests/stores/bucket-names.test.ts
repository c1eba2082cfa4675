/** The rules for names of buckets, by store; those of Ceph are asked of a server in tests/rgw/bucket-names.test.ts. */
import fc from "fast-check";
import { accountRegionalRegion } from "../../stores/aws";
import { bucketNameProblems } from "../../stores/bucket-names";
import { BUCKET_AT_STORE_RULES } from "../../stores/problems";
import type { ProblemCode } from "../../validation/codes";
import * as shapes from "../../validation/argument-shapes";
import { argsProblems } from "../../validation/rules";
import { STRING, object } from "../../validation/shape";
import { codesOf, reasonsOf } from "../validation/of";

const AWS = { aws: { region: "eu-central-1" } };
const CEPH = { s3: { server: "ceph", endpoint: "https://s3.example.org", region: "default" } };
const x = (count: number): string => "x".repeat(count);

describe("on AWS", () => {
  test.each([
    "abc",
    x(63),
    "a-b",
    "0a9",
    "a--b",
    "ann",
    "media-annex",
    "xn-media",
    "media-123456789012-eu-central-1-an",
  ])("%s is one", (name) => expect(bucketNameProblems(name, AWS)).toEqual([]));

  test.each<[string, ...ProblemCode[]]>([
    ["", "bucket-name-length"],
    ["ab", "bucket-name-length"],
    [x(64), "bucket-name-length"],
    ["files.social.example", "bucket-name-dot"],
    ["192.168.5.4", "bucket-name-dot"],
    ["Social-Media", "bucket-name-capitals"],
    ["social_media", "bucket-name-characters"],
    ["-media", "bucket-name-ends"],
    ["xn--media", "bucket-name-reserved-prefix"],
    ["media-s3alias", "bucket-name-reserved-suffix"],
    ["media--table-s3", "bucket-name-reserved-suffix"],
    ["media-an", "bucket-name-reserved-suffix"],
    ["media-12345-eu-central-1-an", "bucket-name-reserved-suffix"],
    ["media-123456789012-europe-an", "bucket-name-reserved-suffix"],
    ["media-123456789012-us-east-1-an", "bucket-name-region"],
  ])("%j is none", (name, ...codes) => expect(reasonsOf(bucketNameProblems(name, AWS))).toEqual(codes));

  test("an existing bucket with a dot gets the way out", () =>
    expect(bucketNameProblems("files.social.example", AWS)[0]?.message).toContain("s3-to-s3"));

  test("what a message says to write instead has no problem", () => {
    for (const name of ["Social-Media", "media-123456789012-us-east-1-an"]) {
      const [, instead = ""] =
        /change it to "([^"]+)"/.exec(bucketNameProblems(name, AWS)[0]?.message ?? "") ?? [];
      expect([instead, bucketNameProblems(instead, AWS)]).toEqual([expect.stringMatching(/./), []]);
    }
  });
});

describe("on Ceph", () => {
  test.each(["files.social.example", "media-an", "xn--media"])("%s is one", (name) =>
    expect(bucketNameProblems(name, CEPH)).toEqual([]),
  );

  test.each<[string, ...ProblemCode[]]>([
    ["10.0.0.1", "bucket-name-address"],
    ["999.0.0.1", "bucket-name-address"],
    ["admin", "bucket-name-api"],
    ["swift", "bucket-name-api"],
    ["auth", "bucket-name-api"],
    ["files..social", "bucket-name-dot"],
    ["files.-social", "bucket-name-dot"],
    ["files-.social", "bucket-name-dot"],
  ])("%j is none", (name, ...codes) => expect(reasonsOf(bucketNameProblems(name, CEPH))).toEqual(codes));

  test("a bucket with a dot cannot be in front of the host over https", () => {
    const at = (rest: object) => ({ s3: { ...CEPH.s3, ...rest } });
    const shape = object({ bucket: STRING, store: shapes.StoreArgs });
    const found = (bucket: string, store: object) =>
      codesOf(argsProblems({ shape, rules: BUCKET_AT_STORE_RULES }, { bucket, store }, ""));
    const name = "files.social.example";
    expect(found(name, at({ pathStyle: false }))).toEqual([
      ["store.s3.pathStyle", "store-virtual-host-dots"],
    ]);
    const http = { endpoint: "http://s3.example.org", allowHttp: true, pathStyle: false };
    for (const store of [at({}), at(http)]) expect(found(name, store)).toEqual([]);
    expect(found("media", at({ pathStyle: false }))).toEqual([]);
  });
});

test.each([
  ["media-123456789012-eu-central-1-an", "eu-central-1"],
  ["media-123456789012-us-gov-west-1-an", "us-gov-west-1"],
  ["media-an", undefined],
  ["123456789012-eu-central-1-an", undefined],
])("the region in %s is %s", (name, region) => expect(accountRegionalRegion(name)).toBe(region));

test("whatever the name and the store are, it never throws", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      fc.oneof(fc.constant(AWS), fc.constant(CEPH), fc.anything()),
      (name, store) => {
        expect(Array.isArray(bucketNameProblems(name, store))).toBe(true);
      },
    ),
  );
});
