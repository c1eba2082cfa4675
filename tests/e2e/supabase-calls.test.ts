/** Supabase's bucket on each S3 server, and Storage's own calls there (storage-api.cjs), made with the overlay and .env alone. */
import { parse } from "dotenv";
import { readOverlay } from "../env/formats/compose-reader";
import { appServers } from "./app-servers";
import { AppStage } from "./app-stage";
import { describeWithEngine } from "./engine";
import { OTHERWISE, SUPABASE_ANSWERS, WITH_DENIAL } from "./supabase/answers";
import { storageCalls } from "./supabase/calls";

const BUCKET = "e2e-supabase-files";

for (const server of appServers) {
  server.describe("Supabase", () => {
    describeWithEngine("Storage's own calls, with the overlay and .env", () => {
      const stage = new AppStage(server);
      let variables: Record<string, string>;

      beforeAll(async () => {
        await stage.start();
        const backend = { bucket: BUCKET, ...stage.storage };
        const supabase = { publicUrl: "https://supabase.example", tenantId: "acme", backend };
        const { outputs } = await stage.deploy({ db: { supabase } });
        const { dbEnv, dbComposeOverlay } = outputs;
        const overlay = readOverlay(dbComposeOverlay?.value as string, parse(dbEnv?.value as string));
        variables = overlay["storage"]!;
      });
      afterAll(() => stage.stop());

      it("all pass", async () => {
        expect(await storageCalls(variables)).toEqual(SUPABASE_ANSWERS);
      });

      if (!server.hasPolicies) return;

      it.each(Object.entries(WITH_DENIAL))("without %s only these fail", async (action, refused) => {
        const answers = await stage.withDenial(BUCKET, action, () => storageCalls(variables));
        const otherwise = OTHERWISE[server.definition.name]?.[action];
        expect(answers).toEqual({ ...SUPABASE_ANSWERS, ...refused, ...otherwise });
      });
    });
  });
}
