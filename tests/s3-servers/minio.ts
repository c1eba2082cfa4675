import { join } from "node:path";
import { createUserByMc, grantByMc } from "./mc";
import type { ServerKind } from "./s3-server";

/** MinIO on one disk: https://github.com/minio/minio/tree/master/docs */
export const minio: ServerKind = {
  name: "minio",
  title: "MinIO",
  programs: ["minio", "mc"],
  morePorts: 1,
  subfolders: ["disk", "certs"],
  arguments: ({ folder, ports }) => [
    "server",
    ...["--address", `127.0.0.1:${String(ports[0])}`, "--console-address", `127.0.0.1:${String(ports[1])}`],
    ...["--quiet", "--certs-dir", join(folder, "certs"), join(folder, "disk")],
  ],
  environment: ({ root }) => ({
    MINIO_ROOT_USER: root.accessKeyId,
    MINIO_ROOT_PASSWORD: root.secretAccessKey,
    // Neither the console nor requests to other hosts: for new versions, and for usage figures.
    MINIO_BROWSER: "off",
    MINIO_UPDATE: "off",
    MINIO_CALLHOME_ENABLE: "off",
    // For all buckets, because none has rules of its own.
    MINIO_API_CORS_ALLOW_ORIGIN: "https://social.example,https://authentik.company",
  }),
  portTaken: /address already in use|port is already in use/i,
  createUser: createUserByMc,
  grant: grantByMc,
  hasBucketCors: false,
};
