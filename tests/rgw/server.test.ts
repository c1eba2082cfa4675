import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { Agent } from "node:https";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { startOwned } from "../e2e/servers/owned-process";
import { send, signed } from "./client";
import { describeWithRgw, missingForRgw, startRgw, type Rgw } from "./server";
import { freePorts } from "./server/ports";
import { run, until } from "./server/run";

const TIMEOUT_MS = 300_000;
const esbuild = join(__dirname, "../../node_modules/.bin/esbuild");

describe("the steps of a start", () => {
  test("one line names the missing programs and their packages", () => {
    const { PATH } = process.env;
    try {
      process.env["PATH"] = "";
      expect(missingForRgw()).toBe(
        "radosgw, radosgw-admin, ceph-mon, ceph-osd, ceph, ceph-authtool, monmaptool, openssl not found " +
          "(apt-get install --no-install-recommends radosgw ceph-mon ceph-osd ceph-common openssl)",
      );
    } finally {
      process.env["PATH"] = PATH;
    }
  });

  test("a step fails as soon as a daemon has ended, with its output", async () => {
    const daemon = startOwned("sh", ["-c", "echo no space left >&2; exit 1"], process.env);
    await expect(run("sleep", ["30"], [daemon])).rejects.toThrow("sh ended (1): no space left");
    await daemon.stop();
  });

  test("a step that fails shows its output", async () => {
    await expect(run("sh", ["-c", "echo no such option >&2; exit 2"])).rejects.toThrow("no such option");
  });

  test("free ports differ", async () => {
    expect(new Set(await freePorts(20)).size).toBe(20);
  });
});

const answers = (url: string): Promise<boolean> =>
  send({ method: "GET", url }).then(
    () => true,
    () => false,
  );

describeWithRgw("the server", () => {
  test(
    "two clusters at once do not affect each other, and leave nothing behind",
    async () => {
      const [one, two] = await Promise.all([startRgw(), startRgw()]);
      expect(dirname(one.ca)).not.toBe(dirname(two.ca));
      expect((await signed(one.root, { method: "PUT", url: `${one.http}/some` })).status).toBe(200);
      expect((await signed(one.root, { method: "HEAD", url: `${one.http}/some` })).status).toBe(200);
      expect((await signed(two.root, { method: "HEAD", url: `${two.http}/some` })).status).toBe(404);
      expect((await signed(one.root, { method: "HEAD", url: `${two.http}/some` })).status).toBe(403);
      await Promise.all([one.stop(), two.stop()]);
      for (const { http, ca } of [one, two])
        expect([await answers(http), existsSync(dirname(ca))]).toEqual([false, false]);
    },
    TIMEOUT_MS,
  );

  test(
    "https is trusted only with its authority; the writer cannot create buckets, the other user can",
    async () => {
      const rgw = await startRgw();
      const agent = new Agent({ ca: readFileSync(rgw.ca) });
      try {
        const request = { method: "PUT", url: `${rgw.https}/some` };
        await expect(signed(rgw.root, request)).rejects.toThrow(/certificate/);
        expect((await signed(rgw.writer, { ...request, agent })).status).toBe(403);
        expect((await signed(rgw.other, { ...request, agent })).status).toBe(200);
      } finally {
        agent.destroy();
        await rgw.stop();
      }
    },
    TIMEOUT_MS,
  );

  test.each([0, 1])(
    "a port that was taken in the meantime does not fail the start (%d)",
    async (index) => {
      const taken = createServer().listen(0, "127.0.0.1");
      await new Promise((resolve) => taken.once("listening", resolve));
      let attempts = 0;
      try {
        const rgw = await startRgw(async (count) => {
          const ports = await freePorts(count);
          if (++attempts === 1) ports[index] = (taken.address() as AddressInfo).port;
          return ports;
        });
        await rgw.stop();
      } finally {
        taken.close();
      }
      expect(attempts).toBe(2);
    },
    TIMEOUT_MS,
  );

  test(
    "nothing outlives the process that started it, even if that is killed",
    async () => {
      const folder = mkdtempSync(join(tmpdir(), "media-storage-rgw-"));
      try {
        const bundle = join(folder, "owner.cjs");
        const source = `import { startRgw } from "./server";
          void startRgw().then(({ http, ca }) => console.log(JSON.stringify({ http, ca })));
          setInterval(() => {}, 1000);`;
        const flags = ["--bundle", "--platform=node", `--outfile=${bundle}`, "--log-level=error"];
        execFileSync(esbuild, flags, { input: source, cwd: __dirname });
        const owner = spawn(process.execPath, [bundle], { stdio: ["ignore", "pipe", "inherit"] });
        const line = await new Promise<string>((resolve) =>
          owner.stdout.once("data", (text: Buffer) => resolve(text.toString())),
        );
        const { http, ca } = JSON.parse(line) as Pick<Rgw, "http" | "ca">;
        expect(await answers(http)).toBe(true);
        owner.kill("SIGKILL");
        await until(async () => !(await answers(http)) && !existsSync(dirname(ca)), "something was left");
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    TIMEOUT_MS,
  );
});
