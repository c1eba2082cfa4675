/** The names of principals that mean everybody at a gateway are exactly those in access/evaluate/principal.ts. */
import { isEveryone } from "../../access/evaluate/principal";
import { document } from "../../access/statements";
import { EVERYBODY, NOT_EVERYBODY } from "../access/everybody-names";
import { describeWithRgw } from "./server";
import { useGateway } from "./use-gateway";

const bucket = "everybody";

describeWithRgw("names of everybody", () => {
  const gateway = useGateway({ bucket, objects: { k: "x" } });

  test.each([...EVERYBODY, ...NOT_EVERYBODY])(
    'the gateway and the evaluator agree about "%s"',
    async (AWS) => {
      const policy = document([
        { Effect: "Allow", Principal: { AWS }, Action: "s3:GetObject", Resource: `arn:aws:s3:::${bucket}/*` },
      ]);
      await gateway.s3.ask(gateway.rgw.root, { method: "DELETE", bucket, query: "policy" });
      await gateway.s3.must(gateway.rgw.root, {
        method: "PUT",
        bucket,
        query: "policy",
        body: JSON.stringify(policy),
      });
      const { status } = await gateway.s3.ask(undefined, { method: "GET", bucket, key: "k" });
      expect(status).toBe(isEveryone({ AWS }) ? 200 : 403);
    },
  );
});
