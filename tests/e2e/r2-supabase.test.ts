/** Supabase Storage's own calls and its resumable uploads, on a server that behaves as R2 does, made from the rendered block alone. */
import { parse } from "dotenv";
import { parse as parseYaml } from "yaml";
import type { SupabaseSettings } from "../../apps/supabase/args";
import { SUPABASE_DEPLOYMENT } from "../../apps/supabase/deployment";
import { supabaseEnv } from "../../apps/supabase/env";
import { openedSupabase } from "../../apps/supabase/opened";
import { supabaseProblems } from "../../apps/supabase/validate";
import { EnvFormat, envDocuments } from "../../env/formats";
import { backend } from "../apps/supabase/fixtures";
import { readOverlay } from "../env/formats/compose-reader";
import { describeWithRgw } from "../rgw/server";
import { useGateway } from "../rgw/use-gateway";
import { startR2Front, type R2Front } from "./servers/r2-front";
import { blockForFront } from "./servers/r2-front/block";
import { SUPABASE_ANSWERS } from "./supabase/answers";
import { storageScript } from "./supabase/calls";

const BUCKET = "r2-supabase-files";
const PROTOCOL_KEY = { accessKeyId: "0123456789abcdef0123456789abcdef", secretAccessKey: "0".repeat(64) };
const KIB = 1024;
const MIB = 1024 * KIB;

/** The sizes of the requests of an upload: clients of Supabase send 6 MiB at a time. */
const UPLOADS = {
  "a small file": [KIB],
  "one request": [14 * MIB],
  "chunks of 6 MiB": [6 * MIB, 6 * MIB, 2 * MIB],
  "chunks of an odd size": [7 * MIB + 1, 7 * MIB + 1, 3],
  "chunks of 1 MiB": [MIB, MIB, 5 * MIB, MIB],
  "interrupted early in a chunk": [6 * MIB, 2 * MIB, 6 * MIB, 3 * MIB],
  "interrupted late in a chunk": [6 * MIB, 5 * MIB + KIB, 6 * MIB, 3 * MIB],
};
type Outcomes = Record<keyof typeof UPLOADS, string>;

const ALL_WHOLE = Object.fromEntries(Object.keys(UPLOADS).map((name) => [name, "whole"])) as Outcomes;

/** Each block that R2 allows: the oldest version with its settings, and with the S3 endpoint of Storage. */
const BLOCKS: Record<string, { rest: Partial<SupabaseSettings>; protocol: (string | undefined)[] }> = {
  "a backend": { rest: {}, protocol: ["false", undefined] },
  "a backend of version 1.14.6": { rest: { version: "1.14.6" }, protocol: ["false", undefined] },
  "a backend and the S3 endpoint": {
    rest: { protocolEndpoint: {} },
    protocol: [undefined, PROTOCOL_KEY.accessKeyId],
  },
};

describeWithRgw("Supabase on Cloudflare R2", () => {
  const gateway = useGateway({ bucket: BUCKET });
  let front: R2Front;
  beforeAll(async () => {
    front = await startR2Front(gateway.rgw, BUCKET);
  });
  afterAll(() => front.stop());

  function documents(rest: Partial<SupabaseSettings>, format: EnvFormat): string[] {
    const store = { r2: { accountId: "0123456789abcdef0123456789abcdef" } };
    const settings = backend(rest, { bucket: BUCKET, store });
    expect(supabaseProblems(settings)).toEqual([]);
    const protocol = settings.protocolEndpoint && PROTOCOL_KEY;
    const entries = supabaseEnv<string>(openedSupabase(settings), { writer: front.writer, protocol });
    return envDocuments(format, "db", entries, SUPABASE_DEPLOYMENT, "files").map(({ text }) => text);
  }

  /** The variables of Storage's container, as each form sets them. */
  const FORMS: Record<string, (rest: Partial<SupabaseSettings>) => Record<string, string>> = {
    "Docker Compose": (rest) => {
      const [envFile = "", overlay = ""] = documents(rest, EnvFormat.Compose);
      return readOverlay(overlay, parse(blockForFront(envFile, front)))["storage"]!;
    },
    Kubernetes: (rest) => {
      const [secret = ""] = documents(rest, EnvFormat.KubernetesSecret);
      const { data } = parseYaml(secret) as { data: Record<string, string> };
      const lines = Object.entries(data).map(
        ([name, value]) => `${name}=${Buffer.from(value, "base64").toString()}`,
      );
      return parse(blockForFront(lines.join("\n"), front));
    },
  };
  const block = (rest: Partial<SupabaseSettings> = {}) => FORMS["Docker Compose"]!(rest);

  /** The machine trusts the certificate, as it does Cloudflare's. */
  const run = (variables: Record<string, string>, file: string, ...args: string[]): Promise<unknown> =>
    storageScript({ ...variables, NODE_EXTRA_CA_CERTS: gateway.rgw.ca }, file, ...args);

  const calls = (variables: Record<string, string>) => run(variables, "storage-api.cjs");
  const outcomes = (more: Record<string, string> = {}) =>
    run({ ...block(), ...more }, "supabase/resumable.mjs", JSON.stringify(UPLOADS));

  describe.each(Object.entries(BLOCKS))("with %s", (_, { rest, protocol }) => {
    test.each(Object.keys(FORMS))("Storage's own calls work, as variables of %s", async (form) => {
      const variables = FORMS[form]!(rest);
      const { S3_PROTOCOL_ENABLED, S3_PROTOCOL_ACCESS_KEY_ID } = variables;
      expect([S3_PROTOCOL_ENABLED, S3_PROTOCOL_ACCESS_KEY_ID]).toEqual(protocol);
      expect(await calls(variables)).toEqual(SUPABASE_ANSWERS);
    });
  });

  test.each<[string, Record<string, string>, object]>([
    [
      "checksum setting",
      { AWS_REQUEST_CHECKSUM_CALCULATION: "WHEN_SUPPORTED" },
      { "upload: PutObject": 501 },
    ],
    ["region", { REGION: "stub" }, { "upload: PutObject": 400, "download: GetObject": 400 }],
    ["setting for tags", { TUS_ALLOW_S3_TAGS: "true" }, { "resumable: PutObject of .info, tagged": 501 }],
  ])("Storage's own calls fail with another %s", async (_, other, failed) => {
    expect(await calls({ ...block(), ...other })).toMatchObject(failed);
  });

  test("resumable uploads are whole", async () => {
    expect(await outcomes()).toEqual(ALL_WHOLE);
  });

  test.each<[string, Record<string, string>, Partial<Outcomes>]>([
    [
      "Storage's default of 50",
      { TUS_PART_SIZE: "50" },
      { "interrupted early in a chunk": "InvalidPart", "interrupted late in a chunk": "InvalidPart" },
    ],
    // The rest of an interrupted request is a part if it has 5 MiB.
    ["the size of the chunks", { TUS_PART_SIZE: "6" }, { "interrupted late in a chunk": "InvalidPart" }],
  ])("resumable uploads fail after an interruption with %s", async (_, more, failed) => {
    expect(await outcomes(more)).toEqual({ ...ALL_WHOLE, ...failed });
  });

  test("resumable uploads fail at once with tags", async () => {
    const failed = Object.keys(UPLOADS).map((name) => [name, "NotImplemented"]);
    expect(await outcomes({ TUS_ALLOW_S3_TAGS: "true" })).toEqual(Object.fromEntries(failed));
  });
});
