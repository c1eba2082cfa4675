/** Exactly the policies that validation has checked are registered. */
import { output } from "@pulumi/pulumi";
import * as exposure from "../../access/exposure";
import * as policySize from "../../access/policy-size";
import type { PolicyDocument } from "../../access/policy";
import { AuthentikStorage, MastodonStorage, SupabaseStorage } from "../../components";
import type { StorageFacts } from "../../storage/facts";
import { authentik, authentikOnCeph } from "../apps/authentik/fixtures";
import { mastodon, onCeph } from "../apps/mastodon/fixtures";
import { backend, backendOnCeph } from "../apps/supabase/fixtures";
import { Registered } from "./registered";

afterEach(() => jest.restoreAllMocks());

const onlyFrom = { cidrs: ["203.0.113.17/32"] };
const reader = (principal: unknown): object => ({
  additionalStatements: [
    {
      sid: "Mine",
      effect: "Allow",
      principals: [principal],
      actions: ["s3:GetObject"],
      resources: ["arn:aws:s3:::social-media/*"],
    },
  ],
});
const READER = "arn:aws:iam::123456789012:role/reader";

const STORAGES: Record<string, () => unknown> = {
  Mastodon: () => new MastodonStorage("s", mastodon() as never),
  "Mastodon with ACLs": () => new MastodonStorage("s", mastodon({ access: "acl" }) as never),
  "Mastodon with statements": () => new MastodonStorage("s", { ...mastodon(), ...reader(READER) } as never),
  "Mastodon with statements that are known later": () =>
    new MastodonStorage("s", { ...mastodon(), ...reader(output(READER)) } as never),
  "Mastodon from one place": () =>
    new MastodonStorage("s", mastodon({ writer: { keys: {}, onlyFrom } }) as never),
  "Mastodon with a role": () =>
    new MastodonStorage("s", mastodon({ writer: { role: { roleName: "web" }, onlyFrom } }) as never),
  "Mastodon on Ceph": () => new MastodonStorage("s", onCeph() as never),
  authentik: () => new AuthentikStorage("s", authentik() as never),
  "authentik on Ceph": () => new AuthentikStorage("s", authentikOnCeph() as never),
  Supabase: () => new SupabaseStorage("s", backend() as never),
  "Supabase on Ceph": () => new SupabaseStorage("s", backendOnCeph() as never),
};

test.each(Object.entries(STORAGES))("%s", async (_, make) => {
  const judge = jest.spyOn(exposure, "exposures");
  const measure = jest.spyOn(policySize, "sizeProblems");
  const registered = await Registered.of(make);
  const textOf = (name: string): unknown => {
    const { policy } = registered.find(name)?.inputs ?? {};
    return typeof policy === "object" ? (policy as { value: string }).value : policy;
  };
  const judged = judge.mock.calls.map(([policy]) => JSON.stringify(policy));
  expect(textOf("s-policy")).toBe(judged.at(-1));

  const facts = registered.get("s").outputs?.["facts"] as StorageFacts;
  const writer = textOf("s-writer-policy");
  if (writer === undefined) return;
  const measured = measure.mock.calls.map(([policy]: [PolicyDocument, ...unknown[]]) =>
    JSON.stringify(policy),
  );
  expect(measured).toContain(writer);
  expect(facts.writer?.policy).toBe(writer);
});
