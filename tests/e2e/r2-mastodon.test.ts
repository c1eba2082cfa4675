/** Mastodon's own calls on a server that behaves as R2 does, made from the rendered block alone. */
import { mastodonEnv } from "../../apps/mastodon/env";
import { MASTODON_DEPLOYMENT } from "../../apps/mastodon/deployment";
import { mastodonProblems } from "../../apps/mastodon/validate";
import { EnvFormat, envDocuments } from "../../env/formats";
import { opened } from "../../storage/opened";
import { mastodon } from "../apps/mastodon/fixtures";
import { missingForRgw } from "../rgw/server";
import { useGateway } from "../rgw/use-gateway";
import { hasRuby, mastodonCalls } from "./mastodon/calls";
import { AVATAR, MASTODON_OUTCOMES } from "./mastodon/outcomes";
import { startR2Front, type R2Front } from "./servers/r2-front";
import { blockForFront } from "./servers/r2-front/block";

const BUCKET = "r2-mastodon-media";
const HOST = "files.social.example";

const describeWithBoth = missingForRgw() === undefined && hasRuby() ? describe : describe.skip;

describeWithBoth("Mastodon on Cloudflare R2", () => {
  const gateway = useGateway({ bucket: BUCKET });
  let front: R2Front;
  beforeAll(async () => {
    front = await startR2Front(gateway.rgw, BUCKET);
  });
  afterAll(() => front.stop());

  function block(version: string): string {
    const settings = mastodon({
      version,
      bucket: BUCKET,
      store: { r2: { accountId: "0123456789abcdef0123456789abcdef", jurisdiction: "eu" } },
      mediaHost: { hostname: HOST, r2: { zoneId: "abcdef0123456789abcdef0123456789" } },
    });
    expect(mastodonProblems(settings)).toEqual([]);
    const entries = mastodonEnv<string>(opened(settings), front.writer, undefined);
    const documents = envDocuments(EnvFormat.Dotenv, "social", entries, MASTODON_DEPLOYMENT, "media");
    return blockForFront(documents[0]!.text, front);
  }
  /** The machine trusts the certificate, as it does Cloudflare's. */
  const calls = (text: string) => mastodonCalls(text, { AWS_CA_BUNDLE: gateway.rgw.ca });

  const WORKS = {
    ...MASTODON_OUTCOMES,
    "media host": `https://${HOST}/${AVATAR}`,
    // R2's answer to everything that is not signed.
    "browser, an export": 400,
  };

  it.each(["4.1", "4.3", "4.4"])("works with the env block of version %s", async (version) => {
    expect(await calls(block(version))).toEqual(WORKS);
  });

  it("would not with another region", async () => {
    const other = block("4.4").replace("S3_REGION=auto", "S3_REGION=eu-central-1");
    const refused = "InvalidRegionName";
    expect(await calls(other)).toMatchObject({
      upload: refused,
      list: refused,
      copy: refused,
      delete: refused,
    });
  });
});
