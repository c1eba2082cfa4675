/** docs/supabase-overlays.md, with compose files of the shape of Supabase's, merged as docker compose does. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse as parseDotenv } from "dotenv";
import { parse, stringify } from "yaml";
import { runbookProblems } from "../../../apps/runbooks";
import type { SupabaseSettings } from "../../../apps/supabase/args";
import { supabaseDotenv } from "../../../apps/supabase/overlay";
import { supabasePlan } from "../../../apps/supabase/plan";
import { supabaseProblems } from "../../../apps/supabase/validate";
import type { BucketStorageFacts } from "../../../runbook";
import { preview } from "../../../cli/preview/preview";
import { writeOwnProject } from "../../cli/own-project";
import { testStreams } from "../../cli/streams";
import { docPage } from "../../doc-page";
import { readOverlay } from "../../env/formats/compose-reader";
import type { WithBackend } from "./fixtures";

const page = docPage("supabase-overlays.md");
const [portFile = "", ...stackFiles] = page.blocks("yaml");

interface Service {
  environment?: Record<string, unknown>;
  ports?: string[];
}
type Services = Record<string, Service>;
const servicesOf = (file: string): Services => (parse(file) as { services: Services }).services;

/** Variables of a later file replace those of an earlier one, and ports add up: https://docs.docker.com/reference/compose-file/merge/ */
function merged(files: string[]): Services {
  const all: Services = {};
  for (const [name, { environment, ports }] of files.flatMap((file) => Object.entries(servicesOf(file)))) {
    const { environment: before, ports: portsBefore = [] } = all[name] ?? {};
    all[name] = { environment: { ...before, ...environment }, ports: [...portsBefore, ...(ports ?? [])] };
  }
  return all;
}

/** Without an overlay, Storage writes to the disk. */
const TEMPLATE = stringify({
  services: {
    storage: {
      environment: {
        STORAGE_BACKEND: "file",
        GLOBAL_S3_BUCKET: "${GLOBAL_S3_BUCKET}",
        REGION: "${REGION}",
        TENANT_ID: "${STORAGE_TENANT_ID}",
      },
    },
  },
});

/** The server has the root key, and Storage gets the same. */
const supabaseOverlay = (server: string): string =>
  stringify({
    services: {
      [server]: { environment: { ROOT_USER: "${MINIO_ROOT_USER}", ROOT_PASSWORD: "${MINIO_ROOT_PASSWORD}" } },
      storage: {
        environment: {
          STORAGE_BACKEND: "s3",
          GLOBAL_S3_ENDPOINT: `http://${server}:9000`,
          GLOBAL_S3_FORCE_PATH_STYLE: true,
          AWS_ACCESS_KEY_ID: "${MINIO_ROOT_USER}",
          AWS_SECRET_ACCESS_KEY: "${MINIO_ROOT_PASSWORD}",
        },
      },
    },
  });

/** The settings of a stack file of the page, with the secret that the config has. */
function settingsOf(stackFile: string): WithBackend {
  const { config } = parse(stackFile) as {
    config: { "media-storage:instances": { files: { supabase: WithBackend } } };
  };
  const settings = config["media-storage:instances"].files.supabase;
  const { writer } = settings.backend;
  const given = { ...writer?.given, secretAccessKey: "secret-of-supabase" };
  return { ...settings, backend: { ...settings.backend, writer: { given } } };
}

const stacks = stackFiles.map((file): [string, WithBackend, string] => {
  const settings = settingsOf(file);
  return [settings.backend.store.s3?.server ?? "", settings, file];
});

test("the page has a stack file for each of the two servers", () => {
  expect(stacks.map(([server]) => server)).toEqual(["rustfs", "minio"]);
});

describe.each(stacks)("with Supabase's overlay for %s", (server, settings, stackFile) => {
  const plan = supabasePlan(settings);
  const { overlay } = plan;
  const key = { accessKeyId: "supabase", secretAccessKey: "secret-of-supabase" };
  const envFile = parseDotenv(supabaseDotenv("title", plan.env({ writer: key })));

  test("the stack file can be previewed with the values that the page sets", async () => {
    const values = page.commands("pulumi config set").map((line): [string, unknown] => {
      const [, secret, name = "", value] = /set (--secret )?(\w+) +([\w-]+)?/.exec(line) ?? [];
      return [`media-storage:${name}`, secret === undefined ? value : { secure: "v1:AAAAAAAAAAAAAAAA:AAAA" }];
    });
    const { config } = parse(stackFile) as { config: object };
    const written = { config: { ...config, ...Object.fromEntries(values) } };
    const cwd = mkdtempSync(join(tmpdir(), "supabase-overlays-"));
    try {
      writeOwnProject(cwd);
      // JSON is YAML.
      writeFileSync(join(cwd, "Pulumi.prod.yaml"), JSON.stringify(written));
      const streams = testStreams();
      const code = await preview({ stack: "prod", json: false, full: false, cwd }, streams);
      expect([code, streams.said.err]).toEqual([0, ""]);
      expect(streams.said.out).toMatch(/\d+ resources to create/);
    } finally {
      rmSync(cwd, { recursive: true });
    }
  });

  test("our overlay as the last file leaves Storage nothing of the root key", () => {
    const { storage, [server]: started } = merged([TEMPLATE, supabaseOverlay(server), overlay]);
    expect(JSON.stringify(storage)).not.toContain("MINIO_ROOT");
    const { storage: read } = readOverlay(stringify({ services: { storage } }), envFile);
    expect(read).toMatchObject({
      STORAGE_BACKEND: "s3",
      GLOBAL_S3_ENDPOINT: `http://${server}:9000`,
      GLOBAL_S3_FORCE_PATH_STYLE: "true",
      GLOBAL_S3_BUCKET: "supabase-example-files",
      REGION: "us-east-1",
      TENANT_ID: "stub",
      AWS_ACCESS_KEY_ID: key.accessKeyId,
      AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    });
    // The server itself still has its key.
    expect(started?.environment).toEqual(servicesOf(supabaseOverlay(server))[server]?.environment);
    expect(Object.keys(envFile).filter((name) => name.startsWith("MINIO_"))).toEqual([]);
  });

  test("our overlay before Supabase's leaves Storage the root key, as the page says", () => {
    const { storage } = merged([TEMPLATE, overlay, supabaseOverlay(server)]);
    expect(storage?.environment).toMatchObject({
      AWS_ACCESS_KEY_ID: "${MINIO_ROOT_USER}",
      AWS_SECRET_ACCESS_KEY: "${MINIO_ROOT_PASSWORD}",
    });
  });

  test("the server's port is on loopback only, where Pulumi looks for it", () => {
    const { [server]: started } = merged([
      supabaseOverlay(server),
      portFile.replace("rustfs:", `${server}:`),
    ]);
    const address = settings.backend.store.s3?.endpoint.replace("http://", "") ?? "";
    expect(address).toMatch(/^127\.0\.0\.1:/);
    expect(started?.ports).toEqual([`${address}:9000`]);
  });

  test("the bucket of the overlay can be adopted under the name of Supabase's template", () => {
    const kept: SupabaseSettings = {
      ...settings,
      backend: { ...settings.backend, bucket: "stub", bucketSource: "adopt" },
    };
    expect(supabaseProblems(kept)).toEqual([]);
  });

  test("the page's runbooks are possible", () => {
    const lines = page.commands("npm exec --no -- media-storage runbook files");
    const found = lines.map((line) => {
      const options = Object.fromEntries(
        [...line.matchAll(/--([a-z0-9-]+) ([^ -]\S*)/g)].map(([, name = "", value = ""]) => [
          name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()),
          value,
        ]),
      );
      const { deployment = "", direction = "", ...from } = options;
      return [
        direction,
        runbookProblems(plan.facts as BucketStorageFacts, { deployment, direction, ...from }),
      ];
    });
    expect(found).toEqual([
      ["s3-to-s3", []],
      ["file-to-s3", []],
    ]);
  });
});

const OUR_LIST = [
  "docker-compose.yml",
  "docker-compose.rustfs.yml",
  "compose.store-port.yml",
  "compose.media-storage.yml",
];

test("every command with compose files has the whole list, and only the one that starts the server alone lacks ours", () => {
  const lists = page
    .commands("docker compose -f")
    .map((line) => [...line.matchAll(/-f (\S+)/g)].map(([, file = ""]) => file));
  expect(lists).toEqual([OUR_LIST.slice(0, -1), OUR_LIST, OUR_LIST]);
  const [line = ""] = page.blocks("dotenv");
  expect(line.trim()).toBe(`COMPOSE_FILE=${OUR_LIST.join(":")}`);
});

test("a shell can read every block", () => {
  expect(page.blocks("sh").length).toBeGreaterThan(8);
  for (const block of page.blocks("sh")) execFileSync("bash", ["-n"], { input: block });
});
