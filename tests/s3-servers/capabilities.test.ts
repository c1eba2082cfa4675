/** Each capability that a file in stores/s3 calls measured, asked of the server. */
import type { Statement } from "../../access/policy";
import { document } from "../../access/statements";
import { S3_SERVERS } from "../../stores/s3";
import type { Credentials } from "../rgw/client";
import { describeWithServer, serverKinds, startServer } from ".";
import { capabilityTests } from "./capability-tests";
import { REFUSALS } from "./refusals";
import type { RunningServer } from "./start";

const asked = serverKinds.filter(({ name }) => name in S3_SERVERS);

test("each server with measured values is asked; tests/rgw asks Ceph", () => {
  const measured = Object.values(S3_SERVERS).filter(({ cells }) =>
    Object.values(cells).some(({ evidence }) => evidence === "measured"),
  );
  expect(["ceph", ...asked.map(({ name }) => name)].sort()).toEqual(measured.map(({ name }) => name).sort());
  expect(asked.map(({ name }) => name).sort()).toEqual(Object.keys(REFUSALS).sort());
});

for (const kind of asked) {
  const { name, principal } = kind;
  describeWithServer(kind, "what the server can do", () => {
    capabilityTests<RunningServer>({
      definition: S3_SERVERS[name]!,
      start: () => startServer(kind),
      ...(principal && { principal: ({ writer }) => principal({ name: "writer", keys: writer }) }),
      ...(kind.grant && { createUserWith }),
      ...(kind.allowBucket && { createUserWith: createUserOf }),
      ...(kind.createBucket && { createBucket: (server, bucket) => server.createBucket(bucket) }),
      refusals: REFUSALS[name] ?? {},
    });
  });
}

let users = 0;

async function createUserWith(server: RunningServer, permission: Statement): Promise<Credentials> {
  const name = `user${++users}`;
  const keys = await server.createUser(name);
  await server.grant({ name, keys }, document([permission]));
  return keys;
}

/** Where permissions are for a whole bucket: a user who can read and write it, whatever the permission is. */
async function createUserOf(server: RunningServer, _: Statement, bucket: string): Promise<Credentials> {
  const name = `user${++users}`;
  const keys = await server.createUser(name);
  await server.allowBucket(bucket, { name, keys });
  return keys;
}
