import { aclProblems } from "../../../apps/mastodon/validate-acl";
import type { MastodonSettings } from "../../../apps/mastodon/args";
import { aws } from "../../../stores/aws";
import type { Problem } from "../../../validation/problem";
import { codesOf } from "../../validation/of";

const settings: MastodonSettings = {
  webDomain: "social.example",
  bucket: "social-media",
  store: { aws: { region: "eu-central-1" } },
  mediaHost: { hostname: "files.social.example", external: {} },
};

afterEach(() => void jest.restoreAllMocks());

/** Runs as if no object had an ACL of its own at the store, or at the host. */
function acl(without?: "store" | "host"): Problem[] {
  if (without === "store") jest.replaceProperty(aws, "can", { ...aws.can, objectAcls: false });
  const hosts = { external: { can: { objectAcls: without !== "host" } } };
  return aclProblems({ ...settings, access: "acl" }, "a.b", hosts);
}

describe("access acl", () => {
  it("is fine with the stores and hosts that look at ACLs", () => expect(acl()).toEqual([]));

  it.each([
    ["store", "AWS"],
    ["host", "mediaHost.external"],
  ] as const)("is refused with a %s that does not, and the message names %s", (what, name) => {
    const problems = acl(what);
    expect(codesOf(problems)).toEqual([["a.b.access", "acl-unsupported"]]);
    expect(problems[0]?.message).toContain(`${name} `);
  });

  it("bucket-policy asks nothing of either", () => {
    jest.replaceProperty(aws, "can", { ...aws.can, objectAcls: false });
    expect(aclProblems(settings, "", { external: { can: { objectAcls: false } } })).toEqual([]);
  });
});
