import { aclProblems, type Kinds } from "../../apps/acl-problems";
import type { MastodonSettings } from "../../apps/mastodon-settings";

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
    ["stores", 'is "acl", but aws knows no ACLs of objects; write "bucket-policy", or leave access out'],
    [
      "hosts",
      'is "acl", but mediaHost.external serves every object whatever its ACL says; write "bucket-policy", or leave access out',
    ],
  ] as const)("is refused with %s that do not", (what, message) => {
    expect(aclProblems({ ...settings, access: "acl" }, "a.b", without(what))).toEqual([
      { code: "acl-unsupported", path: "a.b.access", message },
    ]);
  });

  it.each(["stores", "hosts"] as const)("bucket-policy asks nothing of %s", (what) => {
    expect(aclProblems(settings, "", without(what))).toEqual([]);
  });
});
