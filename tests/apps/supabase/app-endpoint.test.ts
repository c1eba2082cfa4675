/** A runbook for a store that Storage reaches at another address than the machine on which the steps run. */
import { openedSupabase } from "../../../apps/supabase/opened";
import { runbookOf, runbookProblems } from "../../../apps/runbooks";
import { Direction, runbookMarkdown, type BucketStorageFacts } from "../../../runbook";
import { bucketFacts } from "../../../storage/bucket-facts";
import { bucketPlan } from "../../../storage/plan";
import { supabaseNeeds } from "../../../apps/supabase/needs";
import { backendOnCeph, CEPH } from "./fixtures";

function factsWith(appEndpoint?: string): BucketStorageFacts {
  const s3 = { ...CEPH, ...(appEndpoint !== undefined && { appEndpoint }) };
  const settings = backendOnCeph({}, { store: { s3 } });
  const { backend } = openedSupabase(settings);
  if (backend === undefined) throw new Error("no backend");
  const app = { name: "supabase", publicUrl: settings.publicUrl, tenantId: settings.tenantId };
  const plan = bucketPlan(backend, supabaseNeeds(settings, backend.store));
  return { schema: 1, app, ...bucketFacts(plan), warnings: [] };
}

const textOf = (facts: BucketStorageFacts): string =>
  runbookMarkdown(
    runbookOf({
      stack: "prod",
      instance: "files",
      facts,
      deployment: "compose",
      direction: Direction.FileToS3,
    }),
  );

test("the steps use the endpoint, and check first that this machine reaches it", () => {
  const text = textOf(factsWith("https://ceph:7443"));
  expect(text).toContain("`https://s3.example.org`, and Storage reaches it at `https://ceph:7443`");
  expect(text).toContain("-w '%{http_code}\\n' https://s3.example.org\n");
  expect(text).toContain("--endpoint-url=https://s3.example.org");
  expect(text).not.toContain("--endpoint-url=https://ceph");
  expect(textOf(factsWith())).not.toContain("%{http_code}");
});

test("a move has no source that is the bucket at the app's own address", () => {
  const move = {
    deployment: "compose",
    direction: Direction.S3ToS3,
    fromBucket: "supabase-files",
    fromRegion: "default",
    fromEndpoint: "https://ceph.internal.example",
  };
  const codes = (facts: BucketStorageFacts): string[] => runbookProblems(facts, move).map(({ code }) => code);
  expect(codes(factsWith("https://ceph.internal.example"))).toEqual(["runbook-source-is-target"]);
  expect(codes(factsWith())).toEqual([]);
});
