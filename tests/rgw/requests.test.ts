import { makeBucket, withoutBlockPublicAcls } from "./from-preview";
import { plan, type Planned } from "./planned";
import { rgwRequestTests } from "./requests";
import { describeWithRgw, type Rgw } from "./server";
import type { Buckets } from "./under-test";

async function makeBuckets(rgw: Rgw, bucket: Planned, acl: Planned): Promise<Buckets> {
  const user = { uid: "writer", writer: rgw.writer };
  return { bucket: await makeBucket(rgw, bucket, user), acl: await makeBucket(rgw, acl, user) };
}

// As in the offline preview for Ceph: the writer's user has no policy.
describeWithRgw("the table of requests, on buckets for Ceph", () => {
  rgwRequestTests((rgw) => makeBuckets(rgw, plan().ceph, plan().cephAcl), "bucket policy");
});

// With the policies for AWS, to show how RGW evaluates those.
describeWithRgw("the table of requests, on buckets for AWS", () => {
  rgwRequestTests(
    (rgw) => makeBuckets(rgw, withoutBlockPublicAcls(plan().aws), withoutBlockPublicAcls(plan().awsAcl)),
    "user policy",
  );
});
