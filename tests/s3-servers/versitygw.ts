import type { ServerKind } from "./s3-server";

/** versitygw with the posix backend, whose users are in a file: https://github.com/versity/versitygw/wiki/Multi-Tenant */
export const versitygw: ServerKind = {
  name: "versitygw",
  title: "versitygw",
  programs: ["versitygw"],
  // The folder of versions must not be in that of the buckets.
  subfolders: ["buckets", "versions", "users"],
  arguments: ({ folder, ports }) => [
    ...["--port", `127.0.0.1:${String(ports[0])}`],
    ...["--iam-dir", `${folder}/users`, "--quiet", "--keep-alive"],
    ...["posix", "--versioning-dir", `${folder}/versions`, `${folder}/buckets`],
  ],
  environment: ({ root }) => ({ ROOT_ACCESS_KEY: root.accessKeyId, ROOT_SECRET_KEY: root.secretAccessKey }),
  portTaken: /address already in use/,
  principal: ({ keys }) => keys.accessKeyId,
  hasBucketCors: true,
  createUser: ({ http, root, program }, { keys, mayCreateBuckets }) => [
    [
      program("versitygw"),
      ...["admin", "--access", root.accessKeyId, "--secret", root.secretAccessKey, "--endpoint-url", http],
      ...["create-user", "--access", keys.accessKeyId, "--secret", keys.secretAccessKey],
      ...["--role", mayCreateBuckets ? "userplus" : "user"],
    ],
  ],
};
