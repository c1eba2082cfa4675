/** The table of requests on buckets that `pulumi up` made on Ceph RGW, from the config that tests/rgw previews. */
import { onCeph } from "../rgw/instances";
import { plan, type Planned } from "../rgw/planned";
import { rgwRequestTests } from "../rgw/requests";
import { describeWithRgw, type Rgw } from "../rgw/server";
import { describeWithEngine } from "./engine";
import { NO_AWS } from "./environment";
import { projectProgram } from "./programs";
import { TestStack } from "./workspace";

describeWithRgw("with the engine", () => {
  describeWithEngine("the table of requests, on buckets that it made", () => {
    let stack: TestStack | undefined;

    async function up({ https, ca, root, writer }: Rgw): Promise<void> {
      stack = await TestStack.create(projectProgram, NO_AWS, {
        AWS_CA_BUNDLE: ca,
        // The key that makes buckets, where the config has none.
        AWS_ACCESS_KEY_ID: root.accessKeyId,
        AWS_SECRET_ACCESS_KEY: root.secretAccessKey,
      });
      stack.configure({ "media-storage:instances": onCeph(https, writer.accessKeyId) });
      for (const name of ["ceph", "cephAcl"])
        await stack.setSecret(`media-storage:${name}SecretAccessKey`, writer.secretAccessKey);
      await stack.up();
    }

    // Before the gateway stops, which is rgwRequestTests' own.
    afterAll(() => stack?.dispose());

    rgwRequestTests(async (rgw) => {
      await up(rgw);
      const made = ({ bucket, policy }: Planned) => ({ name: bucket, policy, writer: rgw.writer });
      return { bucket: made(plan().ceph), acl: made(plan().cephAcl) };
    }, "bucket policy");
  });
});
