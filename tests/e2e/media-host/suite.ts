/** Everything that is asked of a media host, of whichever distribution. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { PolicyDocument } from "../../../access/policy";
import { runRow, type Stage } from "../../rgw/run-row";
import { neighbourSeeds, seeds } from "../../rgw/seeds";
import { until } from "../../rgw/server/run";
import { type CloudFront, startCloudFront } from "../servers/cloudfront";
import { cloudFrontInBrowsers } from "./browser-cloudfront";
import { browserTests } from "./browser-tests";
import { hostRows, HostS3 } from "./bucket-rows";
import { type Fault, faults, legacyFaults } from "./faults";
import { failures, type HostStage, seedHost, withoutFunctions } from "./run-case";
import { OldInstance } from "./old-instance";
import { type Case, cases, legacyCases } from "./table";

/** A case takes a tenth of a second; the machine may have much else to do. */
const TIMEOUT_MS = 300_000;
/** Beside the bucket under test: what the rows of copies name. */
const NEIGHBOUR = "neighbour-of-the-host-media";

export interface HostSuite {
  stage: HostStage;
  /** The policy of the bucket on AWS. */
  policy: PolicyDocument;
}

/** Puts the objects there; the bucket exists, and is empty. */
export async function seedSuite({ s3, bucket }: HostStage): Promise<void> {
  await seedHost({ s3, bucket }, seeds);
  await s3.must(s3.server.root, { method: "PUT", bucket: NEIGHBOUR });
  await seedHost({ s3, bucket: NEIGHBOUR }, neighbourSeeds);
}

/** Registers a test for each case. */
export function caseTests(all: Case[], stage: () => HostStage): void {
  test.each(all.map((one) => [one.name, one.target, one] as const))(
    "%s: %s",
    async (_, __, one) => {
      expect(await failures(stage(), one)).toEqual([]);
    },
    TIMEOUT_MS,
  );
}

/** Registers a test for each fault: the row that it names has to fail. */
export function faultTests(all: Record<string, Fault>, asked: Case[], stage: () => HostStage): void {
  test.each(Object.entries(all))(
    "a row fails when %s",
    async (_, { change, red }) => {
      const deployed = structuredClone(stage().deployed);
      change(deployed);
      const wrong: string[] = [];
      for (const one of asked.filter(({ name }) => name === red))
        wrong.push(...(await failures({ ...stage(), deployed }, one)));
      expect(wrong).not.toEqual([]);
    },
    TIMEOUT_MS,
  );
}

/** Registers the tests of a host of Mastodon's; `suite` is called when they run. */
export function hostTests(suite: () => HostSuite): void {
  describe("the table of requests of the host", () => {
    caseTests(cases, () => suite().stage);

    // Not the model's own record, but that of the server behind it.
    test(
      "the bucket's server gets the path unchanged, byte by byte",
      async () => {
        const { stage } = suite();
        const target = "/accounts/%2E/..%2fa%C3%a4//b\\c;d";
        const log = serverLog(stage);
        await failures(stage, { name: "", why: "", target, steps: [{ status: 403 }] });
        const line = `"GET /${stage.bucket}${target} HTTP/1.1"`;
        await until(() => readFileSync(log, "utf8").includes(line), `no line ${line} in ${log}`);
      },
      TIMEOUT_MS,
    );
  });

  describe("the rows of unsigned requests to the bucket", () => {
    let cloudFront: CloudFront;
    let rows: Stage;

    beforeAll(async () => {
      const { stage, policy } = suite();
      const { deployed, fetchOrigin, hostname, s3 } = stage;
      cloudFront = await startCloudFront(deployed, fetchOrigin);
      const bucket = { name: stage.bucket, policy, writer: s3.server.root };
      const neighbour = { ...bucket, name: NEIGHBOUR };
      rows = { s3: new HostS3(s3.server, cloudFront, hostname), bucket, acl: bucket, neighbour };
    });
    afterAll(async () => {
      rows.s3.close();
      await cloudFront.stop();
    });

    test.each(hostRows)("$name: $expected", (row) => runRow(rows, row), TIMEOUT_MS);
  });

  faultTests(faults, cases, () => suite().stage);

  browserTests(() => cloudFrontInBrowsers(suite().stage));
}

/** Rows of the host without a legacy host that hold with one too. */
const HOLDING = [
  "every public prefix is served without the bucket's name in the URL, on miss and hit",
  "the root lists nothing",
  "plain http is redirected and not answered",
  "a method that writes is refused and reaches no origin",
  "a conditional request is answered with 304, on miss and hit",
];

/** Registers the tests of a host of Mastodon's with the legacy host OLD_PLACE; `stage` is called when they run, and knows the bucket's origin only. */
export function legacyTests(stage: () => HostStage): void {
  let old: OldInstance;
  const whole = (): HostStage => {
    const { fetchOrigin, ...others } = stage();
    return { ...others, fetchOrigin: old.beside(fetchOrigin) };
  };
  beforeAll(async () => {
    old = await OldInstance.start();
  });
  afterAll(() => (old as OldInstance | undefined)?.stop());

  caseTests(legacyCases, whole);
  caseTests(
    cases.filter(({ name }) => HOLDING.includes(name)),
    whole,
  );
  faultTests(legacyFaults, legacyCases, whole);

  // Not the model's own record, but that of the server.
  test("the legacy host has private files, and the media host requested none of them", async () => {
    const { deployed } = whole();
    const target = "/accounts/..%2fbackups/dumps/old.zip";
    const row = { name: "", why: "", target, steps: [{ status: 403, origin: [] }] };
    const before = old.requests().length;
    expect(await failures(whole(), row)).toEqual([]);
    expect(old.requests().slice(before)).toEqual([]);
    const open = await failures({ ...whole(), deployed: withoutFunctions(deployed) }, row);
    expect(open.join()).toContain("legacy backups/dumps/old.zip");
    expect(old.requests().slice(before)).toEqual([`GET /system${target} HTTP/1.1`]);
  });
}

/** `CEPH_ARGS` begins with the path of ceph.conf: `-c FOLDER/ceph.conf`. */
const serverLog = ({ s3 }: HostStage): string =>
  join(dirname(s3.server.cephArgs.split(" ")[1] ?? ""), "log", "client.rgw.a.log");
