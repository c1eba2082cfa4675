import { makeBucket } from "./from-preview";
import { plan } from "./planned";
import { requestTests } from "./requests";
import type { WriterRights } from "./row";
import { describeWithRgw } from "./server";
import type { MakeBucket } from "./under-test";

const fromPreview =
  (rights: WriterRights): MakeBucket =>
  (rgw) => {
    const user = { uid: "writer", credentials: rgw.writer };
    return makeBucket(rgw, plan().social, user, rights, { batchDeletes: true });
  };

describeWithRgw("the table of requests, on a bucket as the offline preview shows it", () => {
  requestTests(fromPreview("user policy"), "user policy");
});

// As for a writer that is given to us: nothing of ours is at its user.
describeWithRgw("the writer's requests, when its rights come with the bucket policy", () => {
  requestTests(fromPreview("bucket policy"), "bucket policy", ({ who }) => who === "writer");
});
