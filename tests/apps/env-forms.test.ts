/**
 * The env block in every form that an app has, as files: for each app, each version whose settings differ, and each store.
 * `UPDATE_FORMS=1 npx jest tests/apps/env-forms` writes them again; review the difference against the facts.
 */
import { opened } from "../../storage/opened";
import { openedSupabase } from "../../apps/supabase/opened";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { authentikEnv } from "../../apps/authentik/env";
import { authentikProblems } from "../../apps/authentik/validate";
import { mastodonEnv } from "../../apps/mastodon/env";
import { mastodonProblems } from "../../apps/mastodon/validate";
import type { AuthentikSettings } from "../../apps/authentik/args";
import type { MastodonSettings } from "../../apps/mastodon/args";
import { supabaseEnv } from "../../apps/supabase/env";
import { supabaseProblems } from "../../apps/supabase/validate";
import type { SupabaseSettings } from "../../apps/supabase/args";
import { MASTODON_DEPLOYMENT } from "../../apps/mastodon/deployment";
import { AUTHENTIK_DEPLOYMENT } from "../../apps/authentik/deployment";
import { SUPABASE_DEPLOYMENT } from "../../apps/supabase/deployment";
import { PurgeSlot, type MediaHostArgs } from "../../hosts/args";
import type { PurgeSecrets } from "../../storage/plan";
import type { EnvDeployment } from "../../env/deployment";
import type { EnvEntry } from "../../env/entry";
import { envDocuments, envFormats } from "../../env/formats";
import { authentik, authentikOnCeph } from "./authentik/fixtures";
import { mastodon, onCeph } from "./mastodon/fixtures";
import type { StoreProduct } from "../../stores/store";
import { S3_SERVERS } from "../../stores/s3";
import { atStore } from "../stores/made-up";
import { backend, backendOnCeph, endpointOnly } from "./supabase/fixtures";

const FOLDER = join(__dirname, "env-forms");
const KEY = { accessKeyId: "EXAMPLEKEYID", secretAccessKey: "example/secret+key=" };
const PURGE: PurgeSecrets<string> = {
  current: PurgeSlot.A,
  secrets: [{ slot: PurgeSlot.A, secret: "0123456789abcdef" }],
};

interface Form {
  file: string;
  text: string;
}

/** Every form of a block, each document a file of its own. */
function forms(name: string, entries: EnvEntry[], deployment: EnvDeployment): Form[] {
  return envFormats(deployment).flatMap((format) =>
    envDocuments(format, name, entries, deployment, "media").map(({ file, text }) => ({
      file: `${name}.${format}.${file.replace(/^\./, "")}`,
      text,
    })),
  );
}

const mastodonForms = (name: string, settings: MastodonSettings): Form[] => {
  expect(mastodonProblems(settings)).toEqual([]);
  const purge = settings.mediaHost?.external?.purge && PURGE;
  return forms(name, mastodonEnv<string>(opened(settings), KEY, purge), MASTODON_DEPLOYMENT);
};
const authentikForms = (name: string, settings: AuthentikSettings): Form[] => {
  expect(authentikProblems(settings)).toEqual([]);
  return forms(name, authentikEnv<string>(opened(settings), KEY), AUTHENTIK_DEPLOYMENT);
};
const supabaseForms = (name: string, settings: SupabaseSettings): Form[] => {
  expect(supabaseProblems(settings)).toEqual([]);
  const writer = settings.backend !== undefined ? KEY : undefined;
  const protocol = settings.protocolEndpoint !== undefined ? KEY : undefined;
  return forms(
    name,
    supabaseEnv<string>(openedSupabase(settings), { writer, protocol }),
    SUPABASE_DEPLOYMENT,
  );
};

const host = { mediaHost: { hostname: "files.social.example", external: {} } };

/** The same on a store that a proxy reads at its web endpoint, if it has one. */
const hostAt = ({ webEndpoint }: StoreProduct): { mediaHost: MediaHostArgs } => ({
  mediaHost: { ...host.mediaHost, external: webEndpoint ? { webEndpoint: webEndpoint.example } : {} },
});

const withCaFile = {
  store: {
    s3: {
      server: "ceph",
      endpoint: "https://s3.example.org",
      region: "default",
      caFile: "/etc/ssl/our $CA.pem",
    },
  },
};

/** Storage reaches the server in the compose network, everybody else reaches it on loopback. */
const inComposeNetwork = {
  ...atStore(S3_SERVERS["rustfs"]!),
  store: {
    s3: {
      server: "rustfs",
      endpoint: "http://127.0.0.1:9000",
      appEndpoint: "http://rustfs:9000",
      region: "us-east-1",
      allowHttp: true,
    },
  },
};

/**
 * The S3-compatible servers beside Ceph, with a user as their policies name it. A form never depends on the store, so only the dotenv
 * form of their blocks is a file.
 */
const onServers = Object.values(S3_SERVERS)
  .filter(({ name }) => name !== "ceph")
  .map((product) => ({ server: product.name, host: hostAt(product), ...atStore(product) }));

/** The dotenv form of a block. */
const dotenvOf = (all: Form[]): Form[] =>
  all.filter(({ file }) => /\.(dotenv\.env.*|compose\.env)$/.test(file));

const onR2 = {
  store: { r2: { accountId: "0123456789abcdef0123456789abcdef", jurisdiction: "eu" as const } },
};

const hostOnR2 = {
  mediaHost: { hostname: "files.social.example", r2: { zoneId: "00112233445566778899aabbccddeeff" } },
};

const FORMS: Record<string, () => Form[]> = {
  ...Object.fromEntries(
    ["4.1", "4.3", "4.4"].flatMap((version) => [
      [
        `mastodon-${version}-aws`,
        () => mastodonForms(`mastodon-${version}-aws`, mastodon({ version, ...host })),
      ],
      [
        `mastodon-${version}-ceph`,
        () => mastodonForms(`mastodon-${version}-ceph`, onCeph({ version, ...host })),
      ],
      [
        `mastodon-${version}-r2`,
        () => mastodonForms(`mastodon-${version}-r2`, mastodon({ version, ...onR2, ...hostOnR2 })),
      ],
    ]),
  ),
  ...Object.fromEntries(
    onServers.flatMap(({ server, host: ownHost, ...rest }) => [
      ...["4.1", "4.3", "4.4"].map((version): [string, () => Form[]] => {
        const name = `mastodon-${version}-${server}`;
        return [name, () => dotenvOf(mastodonForms(name, mastodon({ version, ...rest, ...ownHost })))];
      }),
      ...["2025.10.3", "2025.12.1", "2026.2.1", "2026.5.1"].map((version): [string, () => Form[]] => {
        const name = `authentik-${version}-${server}`;
        return [name, () => dotenvOf(authentikForms(name, authentik({ version, ...rest })))];
      }),
      [
        `supabase-both-${server}`,
        () => dotenvOf(supabaseForms(`supabase-both-${server}`, backend({ protocolEndpoint: {} }, rest))),
      ],
    ]),
  ),
  "mastodon-4.0-acl-aws": () =>
    mastodonForms("mastodon-4.0-acl-aws", mastodon({ version: "4.0", access: "acl" })),
  "mastodon-4.0-acl-ceph": () =>
    mastodonForms("mastodon-4.0-acl-ceph", onCeph({ version: "4.0", access: "acl" })),
  ...Object.fromEntries(
    ["2025.10.3", "2025.12.1", "2026.2.1", "2026.5.1"].flatMap((version) => [
      [`authentik-${version}-aws`, () => authentikForms(`authentik-${version}-aws`, authentik({ version }))],
      [
        `authentik-${version}-ceph`,
        () => authentikForms(`authentik-${version}-ceph`, authentikOnCeph({ version })),
      ],
      [
        `authentik-${version}-r2`,
        () => authentikForms(`authentik-${version}-r2`, authentik({ version, ...onR2 })),
      ],
    ]),
  ),
  "mastodon-purge-aws": () =>
    mastodonForms(
      "mastodon-purge-aws",
      mastodon({ mediaHost: { ...host.mediaHost, external: { purge: {} } } }),
    ),
  "mastodon-ceph-ca": () => mastodonForms("mastodon-ceph-ca", onCeph({ ...withCaFile })),
  "authentik-ceph-ca": () => authentikForms("authentik-ceph-ca", authentikOnCeph({ ...withCaFile })),
  "supabase-ceph-ca": () => supabaseForms("supabase-ceph-ca", backendOnCeph({}, withCaFile)),
  "supabase-two-addresses-rustfs": () =>
    supabaseForms("supabase-two-addresses-rustfs", backend({}, inComposeNetwork)),
  "supabase-endpoint": () => supabaseForms("supabase-endpoint", endpointOnly()),
  "supabase-backend-aws": () => supabaseForms("supabase-backend-aws", backend()),
  "supabase-backend-ceph": () => supabaseForms("supabase-backend-ceph", backendOnCeph()),
  "supabase-backend-r2": () => supabaseForms("supabase-backend-r2", backend({}, onR2)),
  "supabase-both-r2": () => supabaseForms("supabase-both-r2", backend({ protocolEndpoint: {} }, onR2)),
  "supabase-both-aws": () => supabaseForms("supabase-both-aws", backend({ protocolEndpoint: {} })),
  "supabase-both-ceph": () => supabaseForms("supabase-both-ceph", backendOnCeph({ protocolEndpoint: {} })),
};

test.each(Object.keys(FORMS))("%s", (name) => {
  for (const { file, text } of FORMS[name]!()) {
    if (process.env["UPDATE_FORMS"] === "1") {
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(join(FOLDER, file), text);
    }
    expect([file, text]).toEqual([file, readFileSync(join(FOLDER, file), "utf8")]);
  }
});

test("no file is left of a form that is no more", () => {
  const all = Object.values(FORMS).flatMap((make) => make().map(({ file }) => file));
  expect(readdirSync(FOLDER).sort()).toEqual(all.sort());
});
