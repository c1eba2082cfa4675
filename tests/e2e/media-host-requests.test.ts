/** The distributions that `pulumi up` made at the local AWS are served, and asked everything that readers may try. */
import { aclSeeds, seeds, SHOWN } from "../rgw/seeds";
import { describeWithRgw, startRgw, type Rgw } from "../rgw/server";
import { describeWithEngine } from "./engine";
import { aclFaults, authentikFaults } from "./media-host/faults";
import { madeHost } from "./media-host/made-host";
import { OLD_PLACE } from "./media-host/old-instance";
import { contentFor, seedHost } from "./media-host/run-case";
import { caseTests, faultTests, type HostSuite, hostTests, legacyTests, seedSuite } from "./media-host/suite";
import { aclCases, authentikCases, cases } from "./media-host/table";
import { projectProgram } from "./programs";
import { startAwsLocal, type AwsLocal } from "./servers/aws-local";
import { issuedCertificate } from "./servers/issued-certificate";
import { TestStack } from "./workspace";

const HOSTS = {
  open: { hostname: "files.open.example", bucket: "host-open-media" },
  closed: { hostname: "files.closed.example", bucket: "host-closed-media" },
  legacy: { hostname: "files.legacy.example", bucket: "host-legacy-media" },
  acl: { hostname: "files.acl.example", bucket: "host-acl-media" },
  authentik: { hostname: "files.authentik.example", bucket: "host-authentik-media" },
};
type Name = keyof typeof HOSTS;

/** As operators write them; the certificate is theirs, and so is DNS. */
function instances(certificateArn: string): Record<Name, object> {
  const common = (name: Name) => ({
    bucket: HOSTS[name].bucket,
    store: { aws: { region: "eu-central-1" } },
    mediaHost: {
      hostname: HOSTS[name].hostname,
      cloudFront: { certificateArn, dns: { manual: {} }, hsts: {} },
    },
  });
  // One origin of the app's, so that what the bucket answers itself is not what the host answers.
  const mastodon = { webDomain: "social.example", version: "4.4", corsOrigins: ["https://social.example"] };
  return {
    open: { mastodon: { ...mastodon, ...common("open") } },
    closed: { mastodon: { ...mastodon, ...common("closed"), access: "cdn" } },
    legacy: {
      mastodon: {
        ...mastodon,
        ...common("legacy"),
        access: "cdn",
        mediaHost: { ...common("legacy").mediaHost, legacy: OLD_PLACE },
      },
    },
    acl: { mastodon: { ...mastodon, ...common("acl"), access: "acl" } },
    authentik: {
      authentik: { version: "2026.5.1", origins: ["https://auth.example"], ...common("authentik") },
    },
  };
}

describeWithRgw("with the engine", () => {
  describeWithEngine("media hosts at CloudFront that it made", () => {
    let aws: AwsLocal;
    let rgw: Rgw;
    let stack: TestStack;
    const suites = {} as Record<Name, HostSuite>;

    beforeAll(async () => {
      [aws, rgw] = await Promise.all([startAwsLocal(), startRgw()]);
      const hostnames = Object.values(HOSTS).map(({ hostname }) => hostname);
      const certificate = await issuedCertificate(aws, ...hostnames);
      stack = await TestStack.create(projectProgram, aws.url);
      stack.configure({
        "aws:region": "eu-central-1",
        "aws:s3UsePathStyle": true,
        "media-storage:instances": instances(certificate),
      });
      await stack.up();
      const made = async (name: Name): Promise<HostSuite> => madeHost(aws, rgw, HOSTS[name]);
      for (const name of Object.keys(HOSTS) as Name[]) suites[name] = await made(name);
      await seedSuite(suites.open.stage);
    });
    afterAll(async () => {
      for (const { stage } of Object.values(suites)) stage.s3.close();
      await (stack as TestStack | undefined)?.dispose();
      await (rgw as Rgw | undefined)?.stop();
      await (aws as AwsLocal | undefined)?.stop();
    });

    describe("of Mastodon", () => hostTests(() => suites.open));

    describe("of Mastodon with access: cdn", () => {
      beforeAll(() => seedHost(suites.closed.stage, seeds));
      caseTests(cases, () => suites.closed.stage);
    });

    describe("of Mastodon with a legacy host", () => {
      beforeAll(() => seedHost(suites.legacy.stage, seeds));
      legacyTests(() => suites.legacy.stage);
    });

    describe("of Mastodon with access: acl", () => {
      beforeAll(() => seedHost(suites.acl.stage, aclSeeds, SHOWN));
      caseTests(aclCases, () => suites.acl.stage);
      faultTests(aclFaults, aclCases, () => suites.acl.stage);
    });

    describe("of authentik", () => {
      const keys = ["media/public/icons/1.png", "reports/1.csv"];
      beforeAll(() =>
        seedHost(suites.authentik.stage, Object.fromEntries(keys.map((key) => [key, contentFor(key)]))),
      );
      caseTests(authentikCases, () => suites.authentik.stage);
      faultTests(authentikFaults, authentikCases, () => suites.authentik.stage);
    });
  });
});
