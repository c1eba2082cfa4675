/** Remedies about the instances of the config form. */
import { instancesProblems } from "../../../config/check-instances";
import type { ProblemCode } from "../../../validation/codes";
import { authentik } from "../../apps/authentik/fixtures";
import { mastodon, onCeph } from "../../apps/mastodon/fixtures";
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
const cephWith = (rest: Settings): Settings => {
  const { store, ...others } = onCeph();
  const { accessKeyId, principal } = others.writer?.given ?? {};
  return {
    mastodon: {
      ...others,
      writer: { given: { accessKeyId, principal } },
      store: { s3: { ...store.s3, ...rest } },
    },
  };
};
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
  instances("instance-app-missing", "move them into `mastodon: { ... }`", { social: mastodon() }, { social }),
  instances(
    "instance-app-missing",
    "indent each line below `mastodon:` by two more spaces",
    { social: { mastodon: null, ...mastodon() } },
    { social },
  ),
  instances(
    "instance-app-missing",
    "remove `{}` and indent each line below `mastodon:` by two more spaces",
    { social: { mastodon: {}, ...mastodon() } },
    { social },
  ),
  instances(
    "instance-app-missing",
    "add a line with the name of the instance above",
    { mastodon: mastodon() },
    { social },
  ),
  instances(
    "unknown-member",
    "move it to `mastodon: { corsOrigins: ... }`",
    { social: { ...social, corsOrigins: ["*"] } },
    { social: { mastodon: { ...mastodon(), corsOrigins: ["*"] } } },
  ),
  instances(
    "wrong-type",
    '`given: { accessKeyId: "AKIAIOSFODNN7EXAMPLE" }`',
    { social: { mastodon: { ...mastodon(), writer: { given: "AKIAGIVEN" } } } },
    { social: { mastodon: mastodon({ writer: { given: { accessKeyId: "AKIAIOSFODNN7EXAMPLE" } } }) } },
  ),
  instances("unknown-member", "did you mean mastodon?", { social: { Mastodon: mastodon() } }, { social }),
  instances(
    "secret-misplaced",
    "remove it and run `pulumi config set --secret socialSecretAccessKey`",
    {
      social: {
        mastodon: mastodon({ writer: { given: { ...given, secretAccessKey: { secure: "v1" } } } }),
      },
    },
    { social: { mastodon: mastodon({ writer: { given: { accessKeyId: "AKIAGIVEN" } } }) } },
  ),
  instances(
    "secret-misplaced",
    "create another key if its secret was here",
    { social: cephWith({ provider: { accessKey: "A", secretKey: "x" } }) },
    { social: cephWith({}) },
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
    "remove it, create another key",
    { social: { mastodon: mastodon({ writer: { given } }) } },
    { social: { mastodon: mastodon({ writer: { given: { accessKeyId: "AKIAGIVEN" } } }) } },
  ),
  instances(
    "secret-misplaced",
    "remove it, create another key",
    { social: { mastodon: mastodon({ writer: { given: { accessKeyId: "A" } } }), secretAccessKey: "x" } },
    { social: { mastodon: mastodon({ writer: { given: { accessKeyId: "B" } } }) } },
  ),
  instances(
    "secret-misplaced",
    "remove it and create another key if its secret was here",
    { social: { mastodon: { ...mastodon(), store: { aws: { region: "eu-central-1", secretKey: "x" } } } } },
    { social: { mastodon: mastodon({ writer: { given: { accessKeyId: "B" } } }) } },
  ),
];
