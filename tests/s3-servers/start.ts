import { randomBytes } from "node:crypto";
import type { PolicyDocument } from "../../access/policy";
import { startOwned } from "../e2e/servers/owned-process";
import { signed, type Credentials } from "../rgw/client";
import { makeCertificates } from "../rgw/server/certificates";
import { temporaryFolder } from "../rgw/server/folder";
import { freePorts } from "../rgw/server/ports";
import { run, until } from "../rgw/server/run";
import { findProgram, missingFor } from "./programs";
import type { Command, Place, S3Server, ServerKind, User } from "./s3-server";
import { startTlsFront } from "./tls-front";

/** A running server whose tests can also create users. */
export interface RunningServer extends S3Server {
  /** Variables of the environment of the server's own command. */
  ofCommand: Record<string, string>;
  /** The URL at which it serves whole buckets; empty if it does not. */
  webEndpoint: string;
  /** Creates a user without permissions, who cannot create buckets. */
  createUser(name: string): Promise<Credentials>;
  /** Gives a user permissions, where bucket policies do not. */
  grant(user: User, policy: PolicyDocument): Promise<void>;
  /** Creates a bucket with the server's own commands, where the S3 API does not create it for everybody. */
  createBucket(bucket: string): Promise<void>;
  /** Lets a user read and write a bucket, where there are no policies. */
  allowBucket(bucket: string, user: User): Promise<void>;
}

/** Another process may take a port after it was found free and before the server uses it. */
const ATTEMPTS = 3;

/** Starts a server on free ports of loopback, with everything it needs in a folder that goes with it. */
export async function startServer(kind: ServerKind, findPorts = freePorts): Promise<RunningServer> {
  const missing = missingFor(kind);
  if (missing !== undefined) throw new Error(`${kind.title}: ${missing}`);
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(kind, findPorts);
    } catch (error) {
      if (attempt === ATTEMPTS || !kind.portTaken.test(String(error))) throw error;
    }
  }
}

async function startOnce(kind: ServerKind, findPorts: typeof freePorts): Promise<RunningServer> {
  const folder = temporaryFolder(kind.name, [...kind.subfolders]);
  const started: { stop(): Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((part) => part.stop()));
    await folder.remove();
  };
  try {
    const { ca, server: pem } = await makeCertificates(folder.path);
    const ports = await findPorts(1 + (kind.morePorts ?? 0));
    const http = `http://127.0.0.1:${String(ports[0])}`;
    const program = (name: string): string => findProgram(name) ?? name;
    const place: Place = { folder: folder.path, ports, http, root: newKeys("root"), program };
    const server = startOwned(program(kind.programs[0]!), kind.arguments(place), environmentOf(kind, place));
    started.push(server);
    const isReady = (): Promise<boolean> => {
      // Not every server ends then.
      if (kind.portTaken.test(server.stderr())) throw new Error(server.stderr());
      return answers(place);
    };
    await until(isReady, `${kind.title} did not answer`, [server]);
    const front = await startTlsFront(pem, ports[0]!);
    started.push(front);
    const runAll = async (commands: Command[]): Promise<void> => {
      for (const [command, ...args] of commands) await run(command, args, [server]);
    };
    const createUser = async (name: string, mayCreateBuckets = false): Promise<Credentials> => {
      const keys = newKeys(name);
      await runAll(kind.createUser(place, { name, keys, mayCreateBuckets }));
      return keys;
    };
    const grant = (user: User, policy: PolicyDocument): Promise<void> =>
      runAll(kind.grant?.(place, user, policy) ?? []);
    const createBucket = (bucket: string): Promise<void> => runAll(kind.createBucket?.(place, bucket) ?? []);
    const allowBucket = (bucket: string, user: User): Promise<void> =>
      runAll(kind.allowBucket?.(place, bucket, user) ?? []);
    const writer = await createUser("writer");
    const other = await createUser("other", true);
    const https = `https://127.0.0.1:${front.port}`;
    const commands = { createUser, grant, createBucket, allowBucket };
    const ofCommand = kind.ofCommand?.(place) ?? {};
    const webEndpoint = kind.webEndpoint?.(place) ?? "";
    return { http, https, ca, root: place.root, writer, other, ofCommand, webEndpoint, ...commands, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The variables that every program needs, and those of the server: none that would name another server, region or key. */
function environmentOf(kind: ServerKind, place: Place): NodeJS.ProcessEnv {
  const { PATH, TMPDIR } = process.env;
  return { PATH, ...(TMPDIR !== undefined && { TMPDIR }), HOME: place.folder, ...kind.environment?.(place) };
}

/** Whether the server knows its administrator, which is the last step of its start. */
async function answers({ http, root }: Place): Promise<boolean> {
  try {
    // Whoever else has the port may never answer.
    return (await signed(root, { method: "GET", url: `${http}/`, timeoutMs: 2_000 })).status === 200;
  } catch {
    return false; // it does not listen yet
  }
}

/** The name is part of the access key, so that a server's own messages say whose request it was. */
function newKeys(name: string): Credentials {
  return {
    accessKeyId: `${name}${randomBytes(5).toString("hex")}`,
    secretAccessKey: randomBytes(20).toString("hex"),
  };
}
