/** Runs the table at a running gateway, with buckets from any source. */
import { makeBucket, withoutBlockPublicAcls } from "./from-preview";
import { plan } from "./planned";
import { requestTests } from "./request-tests";
import { onRgw, rowsOn, type WriterRights } from "./row";
import { createUser, startRgw } from "./server";
import type { MakeBuckets } from "./under-test";

/** Registers the tests of the rows for RGW. */
export function rgwRequestTests(make: MakeBuckets, rights: WriterRights): void {
  requestTests({
    rows: rowsOn("rgw").map((row) => onRgw(row, rights)),
    start: () => startRgw(),
    async makeBuckets(rgw) {
      const user = {
        uid: "neighbour",
        writer: await createUser(rgw, "neighbour", { mayCreateBuckets: false }),
      };
      const neighbour = await makeBucket(rgw, withoutBlockPublicAcls(plan().neighbour), user);
      return { neighbour, ...(await make(rgw)) };
    },
  });
}
