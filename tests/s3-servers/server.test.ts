import { existsSync, readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { Agent } from "node:https";
import { dirname } from "node:path";
import { send, signed } from "../rgw/client";
import { freePorts } from "../rgw/server/ports";
import { describeWithServer, missingFor, minio, serverKinds, startServer } from ".";

const TIMEOUT_MS = 300_000;

/** Whether anything answers at this address. */
async function answers(url: string): Promise<boolean> {
  try {
    await send({ method: "GET", url });
    return true;
  } catch {
    return false;
  }
}

describe("the programs of a server", () => {
  const { PATH, MINIO_BINARY, MC_BINARY } = process.env;
  afterEach(() => {
    process.env["PATH"] = PATH;
    for (const [name, value] of Object.entries({ MINIO_BINARY, MC_BINARY })) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });

  test("one line names those that are missing, and the variables that can name them", () => {
    process.env["PATH"] = "";
    Reflect.deleteProperty(process.env, "MINIO_BINARY");
    Reflect.deleteProperty(process.env, "MC_BINARY");
    expect(missingFor(minio)).toBe(
      "minio, mc not found (put it on PATH or name it by MINIO_BINARY, MC_BINARY)",
    );
  });

  test("a variable names a program that is not on PATH", () => {
    process.env["PATH"] = "";
    process.env["MINIO_BINARY"] = "/opt/minio";
    Reflect.deleteProperty(process.env, "MC_BINARY");
    expect(missingFor(minio)).toBe("mc not found (put it on PATH or name it by MC_BINARY)");
    process.env["MC_BINARY"] = "/opt/mc";
    expect(missingFor(minio)).toBeUndefined();
  });
});

for (const kind of serverKinds) {
  describeWithServer(kind, "a server of a test", () => {
    test(
      "has a bucket of its owner, users of its own, and https that only its authority makes trusted",
      async () => {
        const server = await startServer(kind);
        const agent = new Agent({ ca: readFileSync(server.ca) });
        const create = (bucket: string) => ({ method: "PUT", url: `${server.https}/${bucket}`, agent });
        try {
          await expect(signed(server.root, { ...create("root-bucket"), agent: new Agent() })).rejects.toThrow(
            /certificate/,
          );
          expect((await signed(server.root, create("root-bucket"))).status).toBe(200);
          expect((await signed(server.writer, create("writer-bucket"))).status).toBe(403);
          expect((await signed(server.other, create("other-bucket"))).status).toBe(200);
          expect((await signed(server.writer, create("root-bucket"))).status).toBe(403);
          const neighbour = await server.createUser("neighbour");
          expect(neighbour.accessKeyId).not.toBe(server.writer.accessKeyId);
          const read = { method: "GET", url: `${server.http}/root-bucket` };
          expect((await signed(server.root, read)).status).toBe(200);
          for (const user of [server.writer, server.other, neighbour])
            expect([403, 404]).toContain((await signed(user, read)).status);
        } finally {
          agent.destroy();
          await server.stop();
        }
        expect([await answers(server.http), await answers(server.https)]).toEqual([false, false]);
        expect(existsSync(dirname(server.ca))).toBe(false);
      },
      TIMEOUT_MS,
    );

    test(
      "starts again if its port was taken in the meantime",
      async () => {
        const taken = createServer().listen(0, "127.0.0.1");
        await new Promise((resolve) => taken.once("listening", resolve));
        let attempts = 0;
        try {
          const server = await startServer(kind, async (count) => {
            const ports = await freePorts(count);
            if (++attempts === 1) ports[0] = (taken.address() as AddressInfo).port;
            return ports;
          });
          await server.stop();
        } finally {
          taken.close();
        }
        expect(attempts).toBe(2);
      },
      TIMEOUT_MS,
    );
  });
}
