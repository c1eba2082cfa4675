import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command, Place, ServerKind } from "./s3-server";

/** Garage with one node, with keys and buckets made by its own command: https://garagehq.deuxfleurs.fr/documentation/quick-start/ */
export const garage: ServerKind = {
  name: "garage",
  title: "Garage",
  programs: ["garage"],
  morePorts: 3,
  subfolders: ["meta", "data"],
  arguments(place) {
    writeFileSync(fileOf(place), configOf(place), { mode: 0o600 });
    return ["--config", fileOf(place), "server", "--single-node", "--default-access-key"];
  },
  environment: ({ root }) => ({
    GARAGE_DEFAULT_ACCESS_KEY: root.accessKeyId,
    GARAGE_DEFAULT_SECRET_KEY: root.secretAccessKey,
  }),
  ofCommand: (place) => ({ GARAGE_CONFIG_FILE: fileOf(place) }),
  webEndpoint: ({ ports: [, , web] }) => `http://127.0.0.1:${String(web)}`,
  portTaken: /address already in use/i,
  createUser: (place, { name, keys, mayCreateBuckets }) => [
    command(place, "key", "import", "--yes", "-n", name, keys.accessKeyId, keys.secretAccessKey),
    ...(mayCreateBuckets ? [command(place, "key", "allow", "--create-bucket", keys.accessKeyId)] : []),
  ],
  // A bucket that is created with the S3 API has a name for its creator only.
  createBucket: (place, bucket) => [
    command(place, "bucket", "create", bucket),
    command(
      place,
      ...["bucket", "allow", "--read", "--write", "--owner", bucket, "--key", place.root.accessKeyId],
    ),
  ],
  allowBucket: (place, bucket, { keys }) => [
    command(place, "bucket", "allow", "--read", "--write", bucket, "--key", keys.accessKeyId),
  ],
  hasBucketCors: true,
};

const fileOf = ({ folder }: Place): string => join(folder, "garage.toml");

/** The metadata are in SQLite, because the default takes room for a large database. */
function configOf({ folder, ports }: Place): string {
  const [s3, rpc, web, admin] = ports.map((port) => `"127.0.0.1:${port}"`);
  return `metadata_dir = "${folder}/meta"
data_dir = "${folder}/data"
db_engine = "sqlite"
replication_factor = 1
rpc_bind_addr = ${rpc}
rpc_public_addr = ${rpc}
rpc_secret = "${randomBytes(32).toString("hex")}"
[s3_api]
s3_region = "us-east-1"
api_bind_addr = ${s3}
[s3_web]
bind_addr = ${web}
root_domain = ".web.localhost"
[admin]
api_bind_addr = ${admin}
`;
}

const command = (place: Place, ...args: string[]): Command => [
  place.program("garage"),
  ...["--config", fileOf(place), ...args],
];
