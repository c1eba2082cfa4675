import { requestTests } from "../rgw/request-tests";
import { describeWithServer, serverKinds, startServer } from ".";
import { makeBuckets } from "./buckets";
import { rowsFor } from "./deviations";

for (const kind of serverKinds) {
  describeWithServer(kind, "the table of requests", () => {
    requestTests({
      rows: rowsFor(kind),
      start: () => startServer(kind),
      makeBuckets: (server) => makeBuckets(kind, server),
    });
  });
}
