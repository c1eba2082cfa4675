/** Each capability in stores/s3/ceph.ts, asked of the server. */
import { ceph } from "../../stores/s3/ceph";
import { capabilityTests } from "../s3-servers/capability-tests";
import { describeWithRgw, startRgw } from "./server";

describeWithRgw("what the server can do", () => {
  capabilityTests({
    definition: ceph,
    start: () => startRgw(),
    principal: () => "arn:aws:iam:::user/writer",
    refusals: {
      ownershipControls: "400 InvalidArgument",
      tags: "404 NoSuchBucket",
      writerKeys: "405 MethodNotAllowed",
      iam: "405 MethodNotAllowed",
    },
  });
});
