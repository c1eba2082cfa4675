import { join } from "node:path";
import { createUserByMc } from "./mc";
import type { ServerKind } from "./s3-server";

/** RustFS on one disk, with users made by the client of MinIO, whose admin API it has: https://docs.rustfs.com */
export const rustfs: ServerKind = {
  name: "rustfs",
  title: "RustFS",
  programs: ["rustfs", "mc"],
  subfolders: ["disk"],
  arguments: ({ folder, ports }) => [
    ...["server", "--address", `127.0.0.1:${String(ports[0])}`],
    join(folder, "disk"),
  ],
  environment: ({ root }) => ({
    RUSTFS_ACCESS_KEY: root.accessKeyId,
    RUSTFS_SECRET_KEY: root.secretAccessKey,
    // Neither the console nor requests to other hosts for new versions.
    RUSTFS_CONSOLE_ENABLE: "false",
    RUSTFS_CHECK_UPDATE: "false",
  }),
  portTaken: /address already in use/i,
  createUser: createUserByMc,
  principal: ({ keys }) => keys.accessKeyId,
  hasBucketCors: true,
};
