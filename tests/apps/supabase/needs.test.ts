/** What Supabase Storage needs of a store, what the operator is warned of, the test lines and the facts. */
import { messagesOf } from "../../validation/of";
import { openedSupabase } from "../../../apps/supabase/opened";
import { supabasePlan } from "../../../apps/supabase/plan";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { supabaseNeeds, supabasePolicyNeeds } from "../../../apps/supabase/needs";
import { supabasePublicBaseUrl } from "../../../apps/supabase/urls";
import type { SupabaseSettings } from "../../../apps/supabase/args";
import { supabaseTestCommands } from "../../../apps/supabase/test-commands";
import { supabaseWarnings } from "../../../apps/supabase/warnings";
import { storeOf } from "../../../stores";
import { backend, backendOnCeph, CEPH, endpointOnly } from "./fixtures";
import { exceptUploads } from "../../storage/upload-warning";

describe("needs", () => {
  const objectActions = [
    "s3:GetObject",
    "s3:PutObject",
    "s3:DeleteObject",
    "s3:AbortMultipartUpload",
    "s3:ListMultipartUploadParts",
    "s3:PutObjectTagging",
  ];

  test("nothing public, no CORS, and the rights that resumable uploads need", () => {
    expect(supabaseNeeds(backend(), storeOf(backend().backend.store))).toEqual({
      publicPrefixes: [],
      privatePrefixes: ["acme/"],
      objectAcls: false,
      sendsAcls: false,
      abortUploadsAfterDays: 2,
      writer: { objectActions, bucketActions: ["s3:ListBucket"] },
      cors: [],
    });
  });

  test("no right to tag where there are no tags", () => {
    const store = storeOf(backend().backend.store);
    const without = { ...store, can: { ...store.can, objectTags: false } };
    expect(supabasePolicyNeeds(backend(), without).writer.objectActions).toEqual(objectActions.slice(0, -1));
  });
});

test("public objects are served by Supabase itself", () => {
  expect(supabasePublicBaseUrl(backend())).toBe("https://supabase.example/storage/v1/object/public");
});

const CLOSED =
  "The protocol endpoint https://supabase.example/storage/v1/s3 is disabled, so its clients (rclone, the AWS CLI) stop working. Set `protocolEndpoint: {}` to keep it enabled.";
const NEW_PAIR =
  "The protocol endpoint https://supabase.example/storage/v1/s3 gets a new key pair and accepts no other: give the new pair to clients that use the pair in .env today.";

describe("warnings", () => {
  test("none of a backend before there was an endpoint", () => {
    expect(messagesOf(supabaseWarnings(openedSupabase(backend({ version: "0.51.3" }))))).toEqual([]);
  });

  test.each<[string, SupabaseSettings, string]>([
    ["a backend, which closes it", backend(), CLOSED],
    ["a backend on Ceph, which closes it", backendOnCeph(), CLOSED],
    ["the first version that can close it", backend({ version: "1.14.0" }), CLOSED],
    ["the endpoint", endpointOnly(), NEW_PAIR],
    ["the endpoint, from 1.45.2 on", endpointOnly({ version: "1.45.2" }), NEW_PAIR],
  ])("what becomes of the endpoint's clients: %s", (_, settings, warning) =>
    expect(exceptUploads(messagesOf(supabaseWarnings(openedSupabase(settings))))).toEqual([warning]),
  );

  test.each<[string, SupabaseSettings, string]>([
    ["the template's tenant", endpointOnly({ tenantId: "stub" }), 'tenantId is "stub"'],
    [
      "a change of the tenant",
      backend({ previousTenantId: "stub" }),
      "previousTenantId allows the tenant id to change from stub to acme",
    ],
    [
      "plain http",
      backendOnCeph({}, { store: { s3: { ...CEPH, endpoint: "http://rgw:7480", allowHttp: true } } }),
      "The store is reached over plain http, so its bucket policy cannot refuse",
    ],
    [
      "another region for the endpoint's clients",
      backend({ protocolEndpoint: {} }),
      "REGION changes to eu-central-1",
    ],
    ["an adopted bucket", backend({}, { bucketSource: "adopt" }), "The bucket supabase-files is adopted"],
    [
      "a given key without a principal",
      backend({}, { writer: { given: { accessKeyId: "AKIA" } } }),
      "writer.given has no principal",
    ],
    [
      "an endpoint that cannot be closed",
      backend({ version: "1.13.9" }),
      "Storage 1.13.9 has no S3_PROTOCOL_ENABLED",
    ],
    [
      "an endpoint behind a proxy, before 1.45.2",
      endpointOnly({ version: "v1.44.2" }),
      "Storage v1.44.2 checks signatures for the Host header",
    ],
  ])("%s", (_, settings, warning) => {
    const others = exceptUploads(messagesOf(supabaseWarnings(openedSupabase(settings)))).filter(
      (one) => one !== CLOSED && one !== NEW_PAIR,
    );
    expect(others).toEqual([expect.stringContaining(warning)]);
  });
});

describe("the test lines of the protocol endpoint", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "media-storage-test-lines-"));
    // As the template has them: not every line is one that a shell takes.
    writeFileSync(
      join(folder, ".env"),
      "REGION=eu-central-1\nSTUDIO_DEFAULT_ORGANIZATION=Default Organization\nS3_PROTOCOL_ACCESS_KEY_ID='an id'\nS3_PROTOCOL_ACCESS_KEY_SECRET=a-secret\nLAST=not taken\n",
    );
    for (const tool of ["aws", "rclone"]) {
      const file = join(folder, tool);
      writeFileSync(
        file,
        `#!/bin/sh\necho ${tool}\necho "id=$AWS_ACCESS_KEY_ID$RCLONE_S3_ACCESS_KEY_ID secret=$AWS_SECRET_ACCESS_KEY$RCLONE_S3_SECRET_ACCESS_KEY"\nfor one; do echo "$one"; done\n`,
      );
      chmodSync(file, 0o755);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const said = (command: string): string[] =>
    execFileSync("bash", ["--norc", "-c", command], {
      cwd: folder,
      env: { PATH: `${folder}:${process.env["PATH"] ?? ""}` },
      encoding: "utf8",
    })
      .trimEnd()
      .split("\n");

  test("take region and keys from the .env beside, and show no secret", () => {
    const [aws = "", rclone = "", ...others] = supabaseTestCommands(endpointOnly());
    expect(others).toEqual([]);
    expect(said(aws)).toEqual([
      "aws",
      "id=an id secret=a-secret",
      "s3",
      "ls",
      "--endpoint-url",
      "https://supabase.example/storage/v1/s3",
      "--region",
      "eu-central-1",
      "s3://your-storage-bucket",
    ]);
    expect(said(rclone)).toEqual([
      "rclone",
      "id=an id secret=a-secret",
      "ls",
      "--s3-provider",
      "Other",
      "--s3-endpoint",
      "https://supabase.example/storage/v1/s3",
      "--s3-region",
      "eu-central-1",
      ":s3:your-storage-bucket",
    ]);
  });
});

describe("facts", () => {
  test("with a bucket", () => {
    const { writer, ...facts } = supabasePlan(backend({ version: "1.70.6" })).facts;
    expect(facts).toEqual({
      schema: 1,
      app: {
        name: "supabase",
        version: "1.70.6",
        publicUrl: "https://supabase.example",
        tenantId: "acme",
      },
      store: { kind: "aws", host: "s3.eu-central-1.amazonaws.com", region: "eu-central-1" },
      bucket: {
        name: "supabase-files",
        arn: "arn:aws:s3:::supabase-files",
        objectAcls: false,
        publicPrefixes: [],
        privatePrefixes: ["acme/"],
        corsOrigins: [],
      },
      publicBaseUrl: "https://supabase.example/storage/v1/object/public",
      warnings: [CLOSED],
    });
    expect(writer).toMatchObject({ kind: "keys", user: "supabase-files-writer", currentKeySlot: "a" });
    expect(JSON.parse(writer!.policy)).toMatchObject({
      Statement: [
        { Effect: "Allow", Resource: "arn:aws:s3:::supabase-files/*" },
        { Effect: "Allow", Action: ["s3:ListBucket"], Resource: "arn:aws:s3:::supabase-files" },
      ],
    });
  });

  test("without one", () => {
    const settings = endpointOnly({ tenantId: "stub" });
    expect(supabasePlan(settings).facts).toEqual({
      schema: 1,
      app: {
        name: "supabase",
        publicUrl: "https://supabase.example",
        tenantId: "stub",
        protocolEndpoint: "https://supabase.example/storage/v1/s3",
        testCommands: supabaseTestCommands(settings),
      },
      publicBaseUrl: "https://supabase.example/storage/v1/object/public",
      warnings: messagesOf(supabaseWarnings(openedSupabase(settings))),
    });
  });

  test("of a store on Ceph, whose batch deletes need a right on the bucket", () => {
    const facts = supabasePlan(backendOnCeph({ protocolEndpoint: {} })).facts;
    expect(facts).toMatchObject({
      store: { kind: "s3", server: "ceph", pathStyle: true },
      writer: { kind: "given" },
    });
    expect(facts.app.protocolEndpoint).toBe("https://supabase.example/storage/v1/s3");
    expect(JSON.parse(facts.writer!.policy)).toMatchObject({
      Statement: [
        { Sid: "WriterObjects" },
        {
          Action: ["s3:DeleteObject"],
          Resource: ["arn:aws:s3:::supabase-files", "arn:aws:s3:::supabase-files/*"],
        },
        { Sid: "WriterBucket" },
      ],
    });
  });
});
