/** authentik's own calls on a server that behaves as R2 does, made from the rendered block alone. */
import { parse } from "dotenv";
import type { AuthentikSettings } from "../../apps/authentik/args";
import { AUTHENTIK_DEPLOYMENT } from "../../apps/authentik/deployment";
import { authentikEnv } from "../../apps/authentik/env";
import { authentikProblems } from "../../apps/authentik/validate";
import { EnvFormat, envDocuments } from "../../env/formats";
import { opened } from "../../storage/opened";
import { authentik } from "../apps/authentik/fixtures";
import { missingForRgw } from "../rgw/server";
import { useGateway } from "../rgw/use-gateway";
import { authentikCalls, hasBoto3 } from "./authentik/calls";
import { authentikOutcomes, MOVED, typeAtBrowser } from "./authentik/outcomes";
import { startR2Front, type R2Front } from "./servers/r2-front";
import { blockForFront } from "./servers/r2-front/block";

const BUCKET = "r2-authentik-files";

const describeWithBoth = missingForRgw() === undefined && hasBoto3() ? describe : describe.skip;

/** One of each generation, and one with a usage of its own. */
const INSTANCES: Record<string, { version: string; generation: string; rest?: Partial<AuthentikSettings> }> =
  {
    upTo2025o10: { version: "2025.10.3", generation: "G1" },
    addsBucket: { version: "2025.12.1", generation: "G2a" },
    upTo2026o2: { version: "2026.2.1", generation: "G2b" },
    from2026o5: { version: "2026.5.1", generation: "G2c" },
    mediaOnly: { version: "2026.5.1", generation: "G2c", rest: { usages: ["media"] } },
  };

describeWithBoth("authentik on Cloudflare R2", () => {
  const objects = Object.fromEntries(MOVED.map((key) => [key, "moved"]));
  const gateway = useGateway({ bucket: BUCKET, objects });
  let front: R2Front;
  beforeAll(async () => {
    front = await startR2Front(gateway.rgw, BUCKET);
  });
  afterAll(() => front.stop());

  function block(name: string): Record<string, string> {
    const { version, rest } = INSTANCES[name]!;
    const store = { r2: { accountId: "0123456789abcdef0123456789abcdef" } };
    const settings = authentik({ version, bucket: BUCKET, store, ...rest });
    expect(authentikProblems(settings)).toEqual([]);
    const entries = authentikEnv<string>(opened(settings), front.writer);
    const documents = envDocuments(EnvFormat.Dotenv, name, entries, AUTHENTIK_DEPLOYMENT, "files");
    return parse(blockForFront(documents[0]!.text, front));
  }

  /** The machine trusts the certificate, as it does Cloudflare's. */
  const calls = (name: string, more: Record<string, string> = {}) =>
    authentikCalls(
      { ...block(name), AWS_CA_BUNDLE: gateway.rgw.ca, ...more },
      INSTANCES[name]!.generation,
      "none",
    );

  /** What they come to for a key and its type. */
  function works(generation: string, key: string, type: string): object {
    const seen = typeAtBrowser("r2", generation, type);
    return {
      ...authentikOutcomes(generation, { key, type: seen, isSaved: true }),
      // The origin is allowed by the bucket's CORS, which Cloudflare's own API sets.
      browser: { status: 200, isWhole: true, origin: null, type: seen },
      // R2's answer to everything that is not signed.
      "without signature": 400,
      url: `${front.url}/${BUCKET}/${key}`,
    };
  }

  it.each(Object.keys(INSTANCES))("works with the block of %s", async (name) => {
    const { generation, rest } = INSTANCES[name]!;
    const hasReports = generation !== "G1" && rest === undefined;
    expect(await calls(name)).toEqual({
      media: works(generation, "media/public/icon.svg", "image/svg+xml"),
      reports: hasReports ? works(generation, "reports/public/report.csv", "text/csv") : "local",
    });
  });

  it.each<[string, Record<string, string>, object]>([
    ["region", { AUTHENTIK_STORAGE__S3__REGION: "eu-central-1" }, { save: "InvalidRegionName" }],
    ["checksum setting", { AWS_REQUEST_CHECKSUM_CALCULATION: "when_supported" }, { save: "NotImplemented" }],
  ])("would not with another %s", async (_, other, media) => {
    expect(await calls("from2026o5", other)).toMatchObject({ media });
  });
});
