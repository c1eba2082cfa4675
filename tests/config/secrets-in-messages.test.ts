/** A secret at the wrong place is reported without being shown. */
import { mastodonProblems } from "../../apps/mastodon-problems";
import { authentikProblems } from "../../apps/authentik-problems";
import { supabaseProblems } from "../../apps/supabase-problems";
import { instancesProblems } from "../../config/check-instances";
import { authentik } from "../apps/authentik-args";
import { mastodon } from "../apps/settings";
import { backend } from "../apps/supabase";

const CANARY = "wJalrXUtnFEMIbPxRfiCYEXAMPLEKEY";
const given = { accessKeyId: "AKIAGIVEN", secretAccessKey: "x" };
const s3 = { flavour: "ceph", endpoint: "https://s3.example.org", region: "default" };

test.each<[string, Record<string, unknown>]>([
  ["the writer", { writer: CANARY }],
  ["the given key", { writer: { given: CANARY } }],
  ["the given key as a list", { writer: { given: [CANARY] } }],
  ["the secret as a map", { writer: { given: { ...given, secretAccessKey: { value: CANARY } } } }],
  ["the secret with a quote", { writer: { given: { ...given, secretAccessKey: `${CANARY}'` } } }],
  ["the key's id with a quote", { writer: { given: { ...given, accessKeyId: `${CANARY}'` } } }],
  ["a nested secret", { writer: { given: { secure: CANARY } } }],
  ["a nested secret for a text", { bucket: { secure: CANARY } }],
  ["an unknown member", { secretAccessKey: CANARY }],
  ["an unknown member of the given key", { writer: { given: { ...given, secret: CANARY } } }],
  ["the session token", { sessionToken: `${CANARY}'` }],
  ["the store", { store: CANARY }],
  ["the server", { store: { s3: CANARY } }],
  ...[
    `https://user:${CANARY}@s3.example.org`,
    `https://${CANARY}@s3.example.org`,
    `https://user:${CANARY}@s3.example.org/bucket`,
    `https://user:${CANARY}/x@s3.example.org`,
    `http://user:${CANARY}@S3.example.org:443`,
    `user:${CANARY}@s3.example.org`,
  ].flatMap((url): [string, Record<string, unknown>][] => [
    [`the endpoint ${url}`, { store: { s3: { ...s3, endpoint: url } } }],
    [`the web domain ${url}`, { webDomain: url, origins: [url], publicUrl: url }],
    [`the media host ${url}`, { mediaHost: { hostname: url, external: {} }, mediaHostMode: "cdn" }],
    [`a CORS origin ${url}`, { corsOrigins: [url], extraMediaHosts: [url] }],
  ]),
])("%s is not shown", (_, rest) => {
  const problems = [
    ...mastodonProblems({ ...mastodon(), ...rest }),
    ...authentikProblems({ ...authentik(), ...rest }),
    ...supabaseProblems({ ...backend(), ...rest }),
    ...instancesProblems({ social: { mastodon: { ...mastodon(), ...rest } } }, "i"),
  ];
  expect(problems).not.toEqual([]);
  expect(JSON.stringify(problems)).not.toContain(CANARY);
});
