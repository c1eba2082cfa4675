import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command, Place, ServerKind } from "./s3-server";

/** SeaweedFS in one process, with users made in its shell: https://github.com/seaweedfs/seaweedfs/wiki/Amazon-S3-API */
export const seaweedfs: ServerKind = {
  name: "seaweedfs",
  title: "SeaweedFS",
  programs: ["weed"],
  morePorts: 7,
  subfolders: ["data"],
  arguments({ folder, ports, root }) {
    const [s3, s3Grpc, master, masterGrpc, volume, volumeGrpc, filer, filerGrpc] = ports;
    // Until the file names an administrator, the server lets everybody do everything.
    const identity = {
      name: "root",
      credentials: [{ accessKey: root.accessKeyId, secretKey: root.secretAccessKey }],
      actions: ["Admin"],
    };
    const config = join(folder, "s3.json");
    writeFileSync(config, JSON.stringify({ identities: [identity] }));
    const options = {
      dir: join(folder, "data"),
      // Its own address is found by the network's interfaces otherwise.
      ip: "127.0.0.1",
      "ip.bind": "127.0.0.1",
      s3: true,
      "s3.config": config,
      "s3.port": s3,
      "s3.port.grpc": s3Grpc,
      "s3.port.iceberg": 0,
      "s3.port.lance": 0,
      "master.port": master,
      "master.port.grpc": masterGrpc,
      // No requests to other hosts.
      "master.telemetry": false,
      "volume.port": volume,
      "volume.port.grpc": volumeGrpc,
      // Of 1 GiB each, and created when they are first written.
      "master.volumeSizeLimitMB": 1024,
      // Each bucket takes seven when it gets its first object.
      "volume.max": 200,
      "filer.port": filer,
      "filer.port.grpc": filerGrpc,
      "filer.localSocket": join(folder, "filer.sock"),
    };
    return ["server", ...Object.entries(options).map(([name, value]) => `-${name}=${String(value)}`)];
  },
  portTaken: /address already in use/,
  principal: ({ name }) => `arn:aws:iam::000000000000:user/${name}`,
  hasBucketCors: true,
  createUser(place, { name, keys, mayCreateBuckets }) {
    const keyPair = `-access_key=${keys.accessKeyId} -secret_key=${keys.secretAccessKey}`;
    return [
      shell(place, `s3.user.create -name=${name} ${keyPair}`),
      ...(mayCreateBuckets
        ? [shell(place, `s3.configure -user=${name} -buckets=${name}-* -actions=Admin -apply`)]
        : []),
    ];
  },
};

/** A command of the shell, which reads from its input. The address of the master names both of its ports. */
function shell({ ports, program }: Place, command: string): Command {
  const master = `127.0.0.1:${String(ports[2])}.${String(ports[3])}`;
  return ["sh", "-c", `echo "$1" | "$2" shell "-master=$3"`, "sh", command, program("weed"), master];
}
