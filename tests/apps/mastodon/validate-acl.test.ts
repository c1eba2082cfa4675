import { aclProblems, type Kinds } from "../../../apps/mastodon/validate-acl";
import type { MastodonSettings } from "../../../apps/mastodon/args";
import { codesOf } from "../../validation/of";

const settings: MastodonSettings = {
  webDomain: "social.example",
  bucket: "social-media",
  store: { aws: { region: "eu-central-1" } },
  mediaHost: { hostname: "files.social.example", external: {} },
};

/** As the tables would be for a store, or a host, that cannot do it. */
const without = (what: "stores" | "hosts"): Kinds => ({
  stores: { aws: { objectAcls: what !== "stores" } },
  hosts: { external: { objectAcls: what !== "hosts" } },
});

describe("access acl", () => {
  it("is fine with the stores and hosts that look at ACLs", () => {
    expect(aclProblems({ ...settings, access: "acl" }, "")).toEqual([]);
  });

  it.each([
    ["stores", "aws"],
    ["hosts", "mediaHost.external"],
  ] as const)("is refused with %s that do not, and the message names %s", (what, kind) => {
    const problems = aclProblems({ ...settings, access: "acl" }, "a.b", without(what));
    expect(codesOf(problems)).toEqual([["a.b.access", "acl-unsupported"]]);
    expect(problems[0]?.message).toContain(`${kind} `);
  });

  it.each(["stores", "hosts"] as const)("bucket-policy asks nothing of %s", (what) => {
    expect(aclProblems(settings, "", without(what))).toEqual([]);
  });
});
