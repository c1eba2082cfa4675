import { randomUUID } from "node:crypto";
import { get } from "node:http";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startOwned, type OwnedProcess } from "../../e2e/servers/owned-process";
import type { Credentials } from "../client";
import { cephConf, type Cluster } from "./ceph-conf";
import { run, until } from "./run";

/** The keyring with the names and rights of all clients of the cluster. Each finds its entry by its name. */
const KEYS: Record<string, string[]> = {
  "mon.": ["mon", "allow *"],
  "client.admin": ["mon", "allow *", "osd", "allow *"],
  "client.rgw.a": ["mon", "allow rw", "osd", "allow rwx"],
  "osd.0": ["mon", "allow profile osd", "osd", "allow *"],
};

/** What root may do with the gateway's admin API: create users, and give them policies. */
const ROOT_CAPS = "users=*;buckets=*;user-policy=*";

/**
 * Starts the three daemons in the order in which they need each other. Each is put into `daemons` as soon as it runs, so
 * that the caller can end it whatever happens.
 */
export async function startCluster(
  cluster: Cluster,
  root: Credentials,
  daemons: OwnedProcess[],
): Promise<void> {
  const { folder, fsid, ports } = cluster;
  const conf = join(folder, "ceph.conf");
  const monmap = join(folder, "monmap");
  const keyring = join(folder, "keyring");
  const osd = randomUUID();
  const start = (program: string, args: string[]): void => {
    // In the foreground, because a daemon in the background would not be a child of this process.
    daemons.push(startOwned(program, ["-c", conf, "-f", ...args], process.env));
  };
  writeFileSync(conf, cephConf(cluster));

  await makeKeyring(keyring);
  const address = `[v2:127.0.0.1:${ports.mon}]`;
  await run("monmaptool", ["--create", "--fsid", fsid, "--addv", "a", address, monmap]);
  const withMap = ["-c", conf, "--mkfs", "--monmap", monmap];
  await run("ceph-mon", [...withMap, "-i", "a", "--keyring", keyring]);
  start("ceph-mon", ["-i", "a"]);
  // The store's file system does not need the monitor, but its number must be registered there, which waits for the monitor.
  await Promise.all([
    run("ceph-osd", [...withMap, "-i", "0", "--osd-uuid", osd], daemons),
    run("ceph", ["-c", conf, "osd", "new", osd, "0"], daemons),
  ]);
  start("ceph-osd", ["-i", "0"]);
  // One after the other, because both would create the zone and its pools.
  const keys = [`--access-key=${root.accessKeyId}`, `--secret-key=${root.secretAccessKey}`];
  const user = ["user", "create", "--uid=root", "--display-name=root", `--caps=${ROOT_CAPS}`, ...keys];
  await run("radosgw-admin", ["-c", conf, "-n", "client.admin", ...user], daemons);
  start("radosgw", ["-n", "client.rgw.a"]);
  await until(() => answers(ports.http), "radosgw did not answer", daemons);
}

async function makeKeyring(keyring: string): Promise<void> {
  await run("ceph-authtool", ["--create-keyring", keyring]);
  for (const [name, rights] of Object.entries(KEYS)) {
    const caps = Array.from({ length: rights.length / 2 }, (_, i) => [
      "--cap",
      ...rights.slice(2 * i, 2 * i + 2),
    ]);
    await run("ceph-authtool", [keyring, "--gen-key", "-n", name, ...caps.flat()]);
  }
}

/** Whether the gateway answers. It does not listen before the store works, and another process may have its port. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: "127.0.0.1", port, path: "/", agent: false, timeout: 2_000 }, (response) => {
      response.resume();
      resolve(response.headers["x-amz-request-id"] !== undefined);
    });
    request.on("timeout", () => request.destroy());
    request.on("close", () => resolve(false));
    request.on("error", () => resolve(false));
  });
}
