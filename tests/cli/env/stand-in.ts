/** A stand-in for the Pulumi CLI: answers what `media-storage env` asks it, and notes what it was asked. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { writeOwnProject } from "../own-project";
import type { EnvEntry } from "../../../env/entry";
import type { Deployment } from "../../../storage/deployment";
import { StoreKind } from "../../../stores/args";
import {
  WriterKind,
  type AppFacts,
  type BucketStorageFacts,
  type StorageFacts,
} from "../../../storage/facts";

export interface StandIn {
  /** The folder of a project. */
  folder: string;
  /** The PATH with it in front. */
  path: string;
  /** What it was asked, in order. */
  asked(): string[];
}

/** `outputs`: of the one stack that there is, "dev". The real CLI is asked in tests/e2e/env-command.test.ts. */
export function standIn(folder: string, outputs: Record<string, unknown>): StandIn {
  mkdirSync(folder);
  const [json, log] = [join(folder, "outputs.json"), join(folder, "asked")];
  writeFileSync(json, JSON.stringify(outputs));
  writeOwnProject(folder);
  const script = `#!/bin/sh
echo "$*" >> '${log}'
case "$*" in
  version) echo v3.260.0 ;;
  "stack output --json "*"--stack dev"*) cat '${json}' ;;
  "stack output --json "*"--stack acme/media-storage/dev"*) cat '${json}' ;;
  "stack ls "*) echo '[{"name":"dev","current":false,"updateInProgress":false}]' ;;
  "stack output "*"--stack canary"*) cat '${json}'; exit 3 ;;
  "stack output "*"--stack junk"*) cat '${json}'; echo "A new version is there" ;;
  "stack output "*"--stack backend"*) echo "error: cannot reach postgres://pulumi:it's/hunter2@db/state: invalid port \\":hunter2\\"" >&2; exit 255 ;;
  "stack output "*"--stack broken"*) echo "error: no passphrase" >&2; exit 255 ;;
  *) echo "error: no stack named 'x' found" >&2; exit 255 ;;
esac
`;
  writeFileSync(join(folder, "pulumi"), script);
  chmodSync(join(folder, "pulumi"), 0o755);
  return {
    folder,
    path: folder + delimiter + (process.env["PATH"] ?? ""),
    asked: () => (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : []),
  };
}

/** The outputs of one instance. */
export function outputsOf(
  name: string,
  facts: Omit<StorageFacts, "schema" | "warnings">,
  entries: EnvEntry[],
): Record<string, unknown> {
  return {
    [name]: deploymentOf(`Media storage of ${name}.example`, facts, entries),
    [`${name}Env`]: `# Media storage of ${name}.example\nA=b\n`,
    [`${name}BucketName`]: `${name}-media`,
  };
}

export const deploymentOf = (
  title: string,
  facts: Omit<StorageFacts, "schema" | "warnings">,
  entries: EnvEntry[],
): Deployment => ({ schema: 1, title, entries, facts: { schema: 1, warnings: [], ...facts } });

/** The facts of a bucket on AWS. */
export const factsOf = (
  app: AppFacts,
  writer: WriterKind = WriterKind.Keys,
): Omit<BucketStorageFacts, "schema" | "warnings"> => ({
  app,
  store: { kind: StoreKind.Aws, host: "s3.eu-central-1.amazonaws.com", region: "eu-central-1" },
  bucket: {
    name: "social-media",
    arn: "arn:aws:s3:::social-media",
    objectAcls: false,
    publicPrefixes: [],
    privatePrefixes: ["backups/"],
    corsOrigins: [],
  },
  writer: { kind: writer, policy: "{}" },
  publicBaseUrl: "https://files.social.example",
});
