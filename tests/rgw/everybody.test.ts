/** The names of principals that mean everybody at a gateway are exactly those in access/evaluate/principal.ts. */
import { isEveryone } from "../../access/evaluate/principal";
import { document } from "../../access/statements";
import { EVERYBODY, NOT_EVERYBODY } from "../access/everybody-names";
import { S3 } from "./s3";
import { describeWithRgw, startRgw, type Rgw } from "./server";

const START_TIMEOUT_MS = 300_000;
const bucket = "everybody";

describeWithRgw("names of everybody", () => {
  let rgw: Rgw;
  let s3: S3;
  beforeAll(async () => {
    rgw = await startRgw();
    s3 = new S3(rgw);
    await s3.must(rgw.root, { method: "PUT", bucket });
    await s3.must(rgw.root, { method: "PUT", bucket, key: "k", body: "x" });
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    s3.close();
    await rgw.stop();
  }, START_TIMEOUT_MS);

  test.each([...EVERYBODY, ...NOT_EVERYBODY])(
    'the gateway and the evaluator agree about "%s"',
    async (AWS) => {
      const policy = document([
        { Effect: "Allow", Principal: { AWS }, Action: "s3:GetObject", Resource: `arn:aws:s3:::${bucket}/*` },
      ]);
      await s3.ask(rgw.root, { method: "DELETE", bucket, query: "policy" });
      await s3.must(rgw.root, { method: "PUT", bucket, query: "policy", body: JSON.stringify(policy) });
      const { status } = await s3.ask(undefined, { method: "GET", bucket, key: "k" });
      expect(status).toBe(isEveryone({ AWS }) ? 200 : 403);
    },
  );
});
