/** Remedies about the instances of the config form. */
import { instancesProblems } from "../../../config/check-instances";
import type { ProblemCode } from "../../../validation/codes";
import { authentik } from "../../apps/authentik/fixtures";
import { mastodon } from "../../apps/mastodon/fixtures";
import { given, type Row, type Settings } from "./row";

/** An instance with its own bucket and an external media host. */
const sharing = (hostname: string, name = "social-media"): Settings => ({
  mastodon: { ...mastodon(), bucket: name, mediaHost: { hostname, external: {} } },
});
const instances = (code: ProblemCode, remedy: string, before: unknown, after: unknown): Row => [
  code,
  remedy,
  instancesProblems(before, "i"),
  instancesProblems(after, "i"),
];
const social = { mastodon: mastodon() };

export const CONFIG: Row[] = [
  instances(
    "media-host-shared",
    "change one of the two",
    { social: sharing("files.social.example"), art: sharing("files.social.example", "art-media") },
    { social: sharing("files.social.example"), art: sharing("files.art.example", "art-media") },
  ),
  instances("instances-empty", "add an instance", {}, { social }),
  instances(
    "instance-name",
    "use letters and digits only, the first from a to z",
    { "so-cial": social },
    { social },
  ),
  instances(
    "instance-apps",
    "create one instance for each app",
    { a: { ...social, authentik: authentik() } },
    { a: social, b: { authentik: authentik() } },
  ),
  instances("instance-app-missing", "set `mastodon:`", { social: {} }, { social }),
  instances(
    "instance-name-keys",
    "rename one of them",
    { social, socialStore: { mastodon: mastodon({ bucket: "other" }) } },
    { social, other: { mastodon: mastodon({ bucket: "other" }) } },
  ),
  instances(
    "instance-name-output",
    "rename one of them",
    { social, socialEnv: { mastodon: mastodon({ bucket: "other" }) } },
    { social, other: { mastodon: mastodon({ bucket: "other" }) } },
  ),
  instances(
    "bucket-shared",
    "change the name of one bucket",
    { social, other: social },
    { social, other: { mastodon: mastodon({ bucket: "other" }) } },
  ),
  instances(
    "secret-misplaced",
    "remove it and run",
    { social: { mastodon: mastodon({ writer: { given } }) } },
    { social: { mastodon: mastodon({ writer: { given: { accessKeyId: "AKIAGIVEN" } } }) } },
  ),
];
