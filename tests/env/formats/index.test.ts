import { MASTODON_DEPLOYMENT } from "../../../apps/mastodon/deployment";
import { AUTHENTIK_DEPLOYMENT } from "../../../apps/authentik/deployment";
import { SUPABASE_DEPLOYMENT } from "../../../apps/supabase/deployment";
import { envDocuments, EnvFormat, envFormats } from "../../../env/formats";
import { entry, errorOf, secret } from "../values";

const blocks = {
  mastodon: [
    entry("S3_HOSTNAME", "s3.example"),
    entry("S3_ENDPOINT", "https://s3.example"),
    secret("AWS_ACCESS_KEY_ID", "CANARYID"),
    secret("AWS_SECRET_ACCESS_KEY", "CANARYSECRET"),
  ],
  authentik: [
    entry("AUTHENTIK_STORAGE__BACKEND", "s3"),
    secret("AUTHENTIK_STORAGE__S3__ACCESS_KEY", "CANARYID"),
    secret("AUTHENTIK_STORAGE__S3__SECRET_KEY", "CANARYSECRET"),
  ],
  supabase: [
    entry("STORAGE_BACKEND", "s3"),
    entry("GLOBAL_S3_BUCKET", "media"),
    entry("REGION", "eu-central-1"),
    secret("AWS_ACCESS_KEY_ID", "CANARYID"),
    secret("AWS_SECRET_ACCESS_KEY", "CANARYSECRET"),
    secret("S3_PROTOCOL_ACCESS_KEY_ID", "CANARYPROTOCOL"),
  ],
};
const apps = [
  ["mastodon", MASTODON_DEPLOYMENT, blocks.mastodon],
  ["authentik", AUTHENTIK_DEPLOYMENT, blocks.authentik],
  ["supabase", SUPABASE_DEPLOYMENT, blocks.supabase],
] as const;

test.each([
  [
    "mastodon",
    MASTODON_DEPLOYMENT,
    ["dotenv", "systemd", "compose", "helm", "helm-legacy", "kubernetes-secret"],
  ],
  ["authentik", AUTHENTIK_DEPLOYMENT, ["dotenv", "compose", "helm", "kubernetes-secret"]],
  // None of its services reads an env file, and there is no chart of its own.
  ["supabase", SUPABASE_DEPLOYMENT, ["compose", "kubernetes-secret"]],
])("the forms of %s", (_, deployment, formats) => {
  expect(envFormats(deployment)).toEqual(formats);
});

test("a form that the app does not have is an error that says which there are", () => {
  expect(errorOf(() => envDocuments(EnvFormat.Systemd, "t", [], SUPABASE_DEPLOYMENT, "s"))).toBe(
    'The app does not support the form "systemd"; use one of: compose, kubernetes-secret.',
  );
});

describe("Supabase's community chart, which cannot use an external bucket", () => {
  test("the form helm is refused with the reason and with what works instead", () => {
    const error = errorOf(() => envDocuments(EnvFormat.Helm, "t", [], SUPABASE_DEPLOYMENT, "s"));
    expect(error).toContain('sets STORAGE_BACKEND to "file" itself');
    expect(error).toContain("--format kubernetes-secret");
  });

  test("the Secret says that the chart ignores it", () => {
    const [secret] = envDocuments(
      EnvFormat.KubernetesSecret,
      "A title",
      [...blocks.supabase],
      SUPABASE_DEPLOYMENT,
      "s",
    );
    expect(secret?.text).toMatch(/^# A title\n# For manifests of your own .*supabase-kubernetes ignores it/);
  });

  test("the Secrets of the other apps have no such comment", () => {
    const [secret] = envDocuments(
      EnvFormat.KubernetesSecret,
      "A title",
      [...blocks.mastodon],
      MASTODON_DEPLOYMENT,
      "s",
    );
    expect(secret?.text.match(/^# .*/gm)?.[0]).toBe("# A title");
    expect(secret?.text).not.toContain("envFrom");
  });
});

test.each(["ini", "constructor", "__proto__"])(
  "no app has the form %s, and the error names those that it has",
  (form) => {
    for (const [, deployment, block] of apps) {
      expect(() => envDocuments(form as EnvFormat, "A title", [...block], deployment, "s")).toThrow(
        `The app does not support the form "${form}"; use one of: ${envFormats(deployment).join(", ")}.`,
      );
    }
  },
);

describe.each(apps)("%s", (app, deployment, block) => {
  const documents = envFormats(deployment).map(
    (format) => [format, envDocuments(format, "A title", [...block], deployment, `${app}-s3`)] as const,
  );

  test("secrets are in documents that say so, and in no others", () => {
    for (const [, files] of documents) {
      for (const { text, secret: isSecret } of files) {
        const shows = text.includes("CANARY") || text.includes(Buffer.from("CANARY").toString("base64"));
        expect(shows).toBe(isSecret);
      }
      expect(files.filter((one) => one.secret).length).toBe(1);
    }
  });

  test("each document begins with the title and ends with a line break", () => {
    for (const [, files] of documents) {
      for (const { text } of files) expect(text).toMatch(/^# A title\n[^]*\n$/);
    }
  });

  test("the files of each form", () => {
    const files = Object.fromEntries(
      documents.map(([format, list]) => [format, list.map(({ file }) => file)]),
    );
    const all: Record<string, string[]> = {
      dotenv: [app === "mastodon" ? ".env.production" : ".env"],
      systemd: ["media-storage.env"],
      compose: [".env", "compose.media-storage.yml"],
      helm: ["secret.media-storage.yaml", "values.media-storage.yaml"],
      "helm-legacy": ["secret.media-storage.yaml", "values.media-storage.yaml"],
      "kubernetes-secret": ["secret.media-storage.yaml"],
    };
    expect(files).toEqual(Object.fromEntries(envFormats(deployment).map((format) => [format, all[format]])));
  });

  test("with a role no document is secret, and there is none that nothing would be in", () => {
    const role = block.filter((one) => !one.secret);
    // Mastodon's present chart refuses a role.
    const formats = envFormats(deployment).filter((format) => app !== "mastodon" || format !== "helm");
    const files = formats.flatMap((format) => {
      const list = envDocuments(format, "t", role, deployment, "s");
      return list.map((one) => [format, one.file, one.secret]);
    });
    expect(files.filter(([, , isSecret]) => isSecret)).toEqual([]);
    const helm = app === "mastodon" ? "helm-legacy" : "helm";
    expect(files.filter(([format]) => format === helm)).toHaveLength(app === "supabase" ? 0 : 1);
    // Supabase's own file takes bucket and region from .env, whoever writes.
    expect(files.filter(([format]) => format === "compose")).toHaveLength(app === "supabase" ? 2 : 1);
  });
});

test("Supabase's .env has the names that its own file reads, and no key that other services would take for theirs", () => {
  const [envFile] = envDocuments(EnvFormat.Compose, "t", blocks.supabase, SUPABASE_DEPLOYMENT, "s");
  expect(
    envFile?.text
      .split("\n")
      .slice(1, -1)
      .map((line) => line.split("=")[0]),
  ).toEqual([
    "GLOBAL_S3_BUCKET",
    "REGION",
    "STORAGE_AWS_ACCESS_KEY_ID",
    "STORAGE_AWS_SECRET_ACCESS_KEY",
    "S3_PROTOCOL_ACCESS_KEY_ID",
  ]);
});

test("Mastodon's streaming server, which reads no S3 setting, gets no key", () => {
  const [, overlay] = envDocuments(EnvFormat.Compose, "t", blocks.mastodon, MASTODON_DEPLOYMENT, "s");
  expect(overlay?.text).toContain("  web:\n");
  expect(overlay?.text).toContain("  sidekiq:\n");
  expect(overlay?.text).not.toContain("streaming");
});
