/** What anybody may ask the Worker, and what it answers, in Cloudflare's own runtime. */
import { casesOf } from "../../e2e/media-host/table";
import { LegacyServer } from "./legacy-server";
import legacyRows from "./requests-legacy.json";
import rows from "./requests.json";
import { WorkerStage } from "./worker-stage";

describe("a bucket", () => {
  let stage: WorkerStage;
  beforeAll(async () => (stage = await WorkerStage.start()));
  afterAll(() => stage.stop());

  test.each(casesOf(rows).map((one) => [one.name, one.target, one] as const))(
    "%s: %s",
    async (_, __, one) => {
      expect(await stage.failures(one)).toEqual([]);
    },
  );
});

describe("a bucket with a legacy host", () => {
  let legacy: LegacyServer;
  let stage: WorkerStage;
  beforeAll(async () => {
    legacy = await LegacyServer.start();
    const settings = { legacy: { hostname: "social.example", path: "system" } };
    stage = await WorkerStage.start({ settings, legacy });
  });
  afterAll(async () => {
    await stage.stop();
    await legacy.stop();
  });

  test.each(casesOf(legacyRows).map((one) => [one.name, one.target, one] as const))(
    "%s: %s",
    async (_, __, one) => {
      expect(await stage.failures(one)).toEqual([]);
    },
  );
});
