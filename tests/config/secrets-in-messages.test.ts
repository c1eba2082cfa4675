/** A secret in the wrong place is reported, but not shown. */
import { Config, runtime } from "@pulumi/pulumi";
import fc from "fast-check";
import { mastodonProblems } from "../../apps/mastodon/validate";
import { authentikProblems } from "../../apps/authentik/validate";
import { supabaseProblems } from "../../apps/supabase/validate";
import { instancesProblems } from "../../config/check-instances";
import { readInstances } from "../../config/read-instances";
import { authentik } from "../apps/authentik/fixtures";
import { mastodon } from "../apps/mastodon/fixtures";
import { backend } from "../apps/supabase/fixtures";
import { VALID, pathsOf, replaced } from "./odd-configs";

const CANARY = "wJalrXUtnFEMIbPxRfiCYEXAMPLEKEY";
const given = { accessKeyId: "AKIAGIVEN", secretAccessKey: "x" };
const s3 = { server: "ceph", endpoint: "https://s3.example.org", region: "default" };

test.each<[string, Record<string, unknown>]>([
  ["the writer", { writer: CANARY }],
  ["the given key", { writer: { given: CANARY } }],
  ["the given key as a list", { writer: { given: [CANARY] } }],
  ["the secret as a map", { writer: { given: { ...given, secretAccessKey: { value: CANARY } } } }],
  ["the secret with a quote", { writer: { given: { ...given, secretAccessKey: `${CANARY}'` } } }],
  ["the key's id with a quote", { writer: { given: { ...given, accessKeyId: `${CANARY}'` } } }],
  ["a nested secret", { writer: { given: { secure: CANARY } } }],
  ["a nested secret instead of a string", { bucket: { secure: CANARY } }],
  ["an unknown member", { secretAccessKey: CANARY }],
  ["an unknown member of the given key", { writer: { given: { ...given, secret: CANARY } } }],
  ["the session token", { writer: { given: { ...given, sessionToken: `${CANARY}'` } } }],
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
    [`the media host ${url}`, { mediaHost: { hostname: url, external: { signing: "cdn" } } }],
    [`a CORS origin ${url}`, { corsOrigins: [url], extraMediaHosts: [url] }],
  ]),
])("%s is not shown", (_, rest) => {
  const problems = [
    ...mastodonProblems({ ...mastodon(), ...rest }),
    ...authentikProblems({ ...authentik(), ...rest }),
    ...supabaseProblems({ ...backend(), ...rest, backend: { ...backend().backend, ...rest } }),
    ...instancesProblems({ social: { mastodon: { ...mastodon(), ...rest } } }, "i"),
  ];
  expect(problems).not.toEqual([]);
  expect(JSON.stringify(problems)).not.toContain(CANARY);
});

test("an account's or a zone's id at Cloudflare is shown, because it is no secret and remedies quote it", () => {
  const id = "0123456789abcdef0123456789abcdef";
  const r2 = (place: object): object => ({
    social: { mastodon: { ...mastodon(), store: place } },
  });
  const messages = (instances: object): string => JSON.stringify(instancesProblems(instances, "i"));
  expect(messages(r2({ r2: { accountId: id.toUpperCase() } }))).toContain(`change it to \\"${id}\\"`);
  const endpoint = `https://${id}.eu.r2.cloudflarestorage.com`;
  expect(messages(r2({ s3: { ...s3, endpoint } }))).toContain(`\\"${endpoint}\\" is an endpoint of R2`);
  // The same digits are hidden where a secret belongs.
  const writer = { given: { accessKeyId: "AKIAGIVEN", secretAccessKey: id } };
  const both = {
    social: { mastodon: { ...mastodon(), store: { r2: { accountId: id.toUpperCase() } }, writer } },
  };
  expect(messages(both)).not.toContain(id);
});

/** Letters and digits as in a key; too long to appear in a message by chance. */
const secretText = fc.stringMatching(/^[A-Za-z0-9/+=_."'\\ $%-]{16,48}$/);

/** Strings with a secret that somebody may write into any member. */
const WITH_SECRET: Record<string, (secret: string) => unknown> = {
  "a URL with a password": (secret) => `https://user:${secret}@s3.example.org`,
  "a URL with a token as its user": (secret) => `https://${secret}@s3.example.org/path`,
  "a host with a password": (secret) => `user:${secret}@s3.example.org`,
  "a password with a coded at sign": (secret) => `https://user:${secret}%40s3.example.org`,
  "a presigned URL": (secret) => `https://s3.example.org/a?X-Amz-Signature=${secret}`,
  "a URL with a token behind it": (secret) => `https://s3.example.org/#token=${secret}`,
  "a URL with all of them": (secret) => `https://u:${secret}@s3.example.org/?a=${secret}#${secret}`,
  "an encrypted value": (secret) => ({ secure: secret }),
  "a map": (secret) => ({ secretAccessKey: secret }),
};

/** The paths of members into which somebody may write a key. */
const isPlaceOfSecrets = (path: (string | number)[]): boolean => path[0] === "writer";

test.each<[string, Record<string, unknown>, string]>([
  [
    "a mail address as a tag",
    { tags: { owner: "keys@example.org" }, writer: {} },
    "exactly one of keys, role and given",
  ],
  [
    "the name of a role that is also the name of the bucket",
    {
      bucket: "social-media",
      writer: { role: { roleName: "social-media" } },
      additionalStatements: [
        {
          sid: "A",
          effect: "Allow",
          principals: ["123456789012"],
          actions: ["s3:GetObject"],
          resources: ["arn:aws:s3:::other/*"],
        },
      ],
    },
    '"arn:aws:s3:::social-media"',
  ],
  [
    "an address and the range that contains it",
    { writer: { keys: {}, onlyFrom: { cidrs: ["203.0.113.17", "203.0.113.17/24"] } } },
    '"203.0.113.17/32" for the address',
  ],
])("%s is not masked in a remedy", (_, rest, remedy) => {
  const problems = instancesProblems({ social: { mastodon: { ...mastodon(), ...rest } } }, "i");
  expect(problems.map(({ message }) => message).join("\n")).toContain(remedy);
});

describe("a secret anywhere in a config", () => {
  const places = VALID.flatMap(([app, settings]) =>
    pathsOf(settings).map((path) => ({ app, settings, path })),
  );
  const valueAt = (settings: unknown, path: (string | number)[]): unknown =>
    path.reduce((value, key) => (value as Record<string, unknown>)[key], settings);
  const messagesOf = (app: string, settings: unknown): string =>
    instancesProblems({ one: { [app]: settings } }, "c")
      .map(({ message }) => message)
      .join("\n");
  const isShown = (messages: string, secret: string): boolean =>
    [secret, JSON.stringify(secret).slice(1, -1)].some((form) => messages.includes(form));

  test.each(Object.entries(WITH_SECRET))("no message shows the secret of %s", (_, write) => {
    let messages = 0;
    fc.assert(
      fc.property(fc.constantFrom(...places), secretText, ({ app, settings, path }, secret) => {
        const said = messagesOf(app, replaced(settings, path, write(secret)));
        if (said !== "") messages++;
        expect(isShown(said, secret) ? `${path.join(".")}: ${said}` : "").toBe("");
      }),
      { numRuns: 300 },
    );
    expect(messages).toBeGreaterThan(150);
  });

  it("no message shows a string in the place of a key, alone, in a list, or inside a longer string", () => {
    const around = fc.constantFrom<(secret: string) => unknown>(
      (secret) => secret,
      (secret) => [secret],
      (secret) => [[secret]],
      (secret) => `${secret}\n`,
      (secret) => ({ value: secret }),
    );
    const writers = places.filter(({ path }) => isPlaceOfSecrets(path));
    fc.assert(
      fc.property(
        fc.constantFrom(...writers),
        around,
        secretText,
        ({ app, settings, path }, write, secret) => {
          const said = messagesOf(app, replaced(settings, path, write(secret)));
          expect(isShown(said, secret) ? `${path.join(".")}: ${said}` : "").toBe("");
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test.each(["secretAccessKey", "sessionToken", "password", "apiToken", "accessKey", "clientSecret"])(
    "no message shows an unknown member %s",
    (name) => {
      fc.assert(
        fc.property(fc.constantFrom(...places), secretText, ({ app, settings, path }, secret) => {
          const parent = path.slice(0, -1);
          const beside = { ...(valueAt(settings, parent) as object), [name]: secret };
          const said = messagesOf(app, replaced(settings, parent, beside));
          const inside = messagesOf(app, replaced(settings, path, { [name]: secret }));
          expect([said, inside].filter((one) => isShown(one, secret))).toEqual([]);
        }),
        { numRuns: 100 },
      );
    },
  );
});

test.each([
  ["https://user:%@s3.example.org", "hunter2-Passw0rd"],
  ["user:%@s3", "hunter2-Passw0rd"],
  ["%", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYz9QtLm4VKsn"],
])("the name of an instance or of a member is not shown where it is %s with %s", (written, secret) => {
  const name = written.replace("%", secret);
  const settings = { ...mastodon(), [name]: "x", tags: { [name]: 7 } };
  const problems = instancesProblems({ [name]: { mastodon: settings } }, "i");
  expect(problems.length).toBeGreaterThan(2);
  expect(JSON.stringify(problems)).not.toContain(secret);
});

test("a secret of the config is not shown if it is also somewhere in plain text", () => {
  const password = "hunter2-Passw0rd";
  const settings = { ...mastodon(), bucket: password, store: { aws: { region: password } } };
  const config = {
    "p:instances": JSON.stringify({ social: { mastodon: settings } }),
    "other:password": password,
  };
  runtime.setAllConfig(config, ["other:password"]);
  const said = (): unknown => readInstances(new Config("p"));
  expect(said).toThrow(/bucket: "..."/);
  expect(said).not.toThrow(/hunter2|passw0rd/i);
  runtime.setAllConfig({});
});
