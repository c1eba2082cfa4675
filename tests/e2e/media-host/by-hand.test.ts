/** That the tests of a media host pass for a right distribution, without an engine. */
import { corsXml } from "../../rgw/from-preview";
import { S3 } from "../../rgw/s3";
import { describeWithRgw, type Rgw, startRgw } from "../../rgw/server";
import { EXAMPLE_HOST } from "../servers/cloudfront/example";
import { s3Origin } from "../servers/cloudfront/s3-origin";
import { byHand, byHandWithLegacy, policyByHand } from "./by-hand";
import { decidedBy } from "./decision";
import type { HostStage } from "./run-case";
import { OLD_PLACE } from "./old-instance";
import { hostTests, legacyTests, seedSuite } from "./suite";

const BUCKET = "by-hand-media";

describeWithRgw("the requests of a media host, with a distribution that is written by hand", () => {
  let rgw: Rgw;
  let stage: HostStage;

  beforeAll(async () => {
    rgw = await startRgw();
    const s3 = new S3(rgw);
    const allows = decidedBy(policyByHand(BUCKET));
    const fetchOrigin = s3Origin({ endpoint: rgw.http, owner: rgw.root, allows });
    const host = { deployed: byHand(BUCKET), fetchOrigin, hostname: EXAMPLE_HOST, maxAge: 86_400 };
    stage = { ...host, s3, bucket: BUCKET };
    const ofApp = { allowedMethods: ["GET", "HEAD"], allowedOrigins: ["https://social.example"] };
    await s3.must(rgw.root, { method: "PUT", bucket: BUCKET });
    await s3.must(rgw.root, { method: "PUT", bucket: BUCKET, query: "cors", body: corsXml([ofApp]) });
    await seedSuite(stage);
  }, 300_000);
  afterAll(async () => {
    (stage as HostStage | undefined)?.s3.close();
    await (rgw as Rgw | undefined)?.stop();
  });

  hostTests(() => ({ stage, policy: policyByHand(BUCKET) }));

  describe("with a legacy host", () =>
    legacyTests(() => ({ ...stage, deployed: byHandWithLegacy(BUCKET, OLD_PLACE) })));
});
