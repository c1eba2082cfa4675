import { mastodonProblems } from "../../../apps/mastodon/validate";
import type { KnownStatement } from "../../../storage/additional-statements";
import type { MastodonSettings } from "../../../apps/mastodon/args";
import { codesOf, type Found } from "../../validation/of";

/** The least that a Mastodon storage is told, and what is said on top of it. */
export function mastodon(rest: Partial<MastodonSettings> = {}): MastodonSettings {
  return {
    webDomain: "social.example",
    bucket: "social-media",
    store: { aws: { region: "eu-central-1" } },
    ...rest,
  };
}

/** The same on Ceph, where the writer's user is somebody's own. */
export function onCeph(rest: Partial<MastodonSettings> = {}): MastodonSettings {
  return mastodon({
    store: { s3: { server: "ceph", endpoint: "https://s3.example.org", region: "default" } },
    writer: {
      given: { accessKeyId: "RGWKEY", secretAccessKey: "x", principal: "arn:aws:iam:::user/mastodon" },
    },
    ...rest,
  });
}

/** The same with members that the types would refuse: config and other languages do not read them. */
export function loose(rest: Record<string, unknown>): MastodonSettings {
  return { ...mastodon(), ...rest };
}

/** A statement that is fine as it stands: one user may read below accounts/. */
export function statement(rest: Partial<KnownStatement> = {}): KnownStatement {
  return {
    sid: "Mine",
    effect: "Allow",
    principals: ["arn:aws:iam::111111111111:user/backup"],
    actions: ["s3:GetObject"],
    resources: ["arn:aws:s3:::social-media/accounts/*"],
    ...rest,
  };
}

/** What is wrong with settings, as pairs that fit into a table. */
export function found(settings: unknown, path = ""): Found[] {
  return codesOf(mastodonProblems(settings, path));
}
