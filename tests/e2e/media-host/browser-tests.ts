/** What a browser does with the media of a host. */
import type { Browser, Page } from "playwright-core";
import { type CloudFront, type Deployed, startCloudFront } from "../servers/cloudfront";
import { items } from "../servers/cloudfront/deployed";
import { foreignPage, missingForBrowser, startBrowser } from "./browser";
import { faults } from "./faults";
import { film, HTML_FILE, PICTURE, SCRIPT_FILE, sound, SVG_FILE } from "./media-files";
import type { HostStage } from "./run-case";

const FOLDER = "media_attachments/files";
/** A host of the same media without CORS and without the content security policy, to see that both are what counts. */
const BARE_HOST = "bare.social.example";
/** A browser takes seconds to start on a machine that does other things as well. */
const START_TIMEOUT_MS = 300_000;
const TIMEOUT_MS = 300_000;

/** Registers the tests, skipped by name where there is no Chromium. */
export function browserTests(stageOf: () => HostStage): void {
  const missing = missingForBrowser();
  if (missing !== undefined) process.stderr.write(`Chromium skipped: ${missing}\n`);
  (missing === undefined ? describe : describe.skip)("Chromium", () => {
    let host: CloudFront;
    let bare: CloudFront;
    let browser: Browser;
    const url = (name: string, hostname = stageOf().hostname): string =>
      `http://${hostname}/${FOLDER}/${name}`;

    beforeAll(async () => {
      const { deployed, fetchOrigin, hostname } = stageOf();
      host = await startCloudFront(deployed, fetchOrigin);
      bare = await startCloudFront(withoutPolicies(deployed), fetchOrigin);
      browser = await startBrowser({ [hostname]: host.https, [BARE_HOST]: bare.https });
      const files: [name: string, type: string, body: Buffer | string][] = [
        ["picture.png", "image/png", PICTURE],
        ["sound.wav", "audio/wav", sound()],
        ["film.webm", "video/webm", await film(browser)],
        ["uploaded.html", "text/html", HTML_FILE],
        ["uploaded.svg", "image/svg+xml", SVG_FILE],
        ["uploaded.js", "text/javascript", SCRIPT_FILE],
      ];
      for (const [name, type, body] of files) await upload(stageOf(), `${FOLDER}/${name}`, type, body);
    }, START_TIMEOUT_MS);
    afterAll(async () => {
      await (browser as Browser | undefined)?.close();
      await (host as CloudFront | undefined)?.stop();
      await (bare as CloudFront | undefined)?.stop();
    });

    const open = async (name: string, hostname?: string): Promise<Page> => {
      const page = await browser.newPage();
      await page.goto(url(name, hostname));
      return page;
    };

    test(
      "a page of the app shows an image and may read its pixels, and could not without CORS",
      async () => {
        const redOf = async (hostname?: string): Promise<number | string> => {
          const page = await foreignPage(browser, `<img crossorigin src="${url("picture.png", hostname)}">`);
          return page
            .evaluate<number>(RED_OF_IMAGE)
            .catch(String)
            .finally(() => page.close());
        };
        expect(await redOf()).toBeGreaterThan(200);
        expect(await redOf(BARE_HOST)).toMatch(/EncodingError/);
      },
      TIMEOUT_MS,
    );

    test(
      "a page of the app plays an audio file with crossorigin, and could not without CORS",
      async () => {
        const heard = async (hostname?: string): Promise<string> => {
          const source = url("sound.wav", hostname);
          const page = await foreignPage(browser, `<audio crossorigin="anonymous" src="${source}"></audio>`);
          return played(page).finally(() => page.close());
        };
        expect(await heard()).toBe("played");
        expect(await heard(BARE_HOST)).toMatch(/NotSupportedError/);
      },
      TIMEOUT_MS,
    );

    test(
      "a picture is shown by its own URL",
      async () => {
        const page = await open("picture.png");
        expect(await page.evaluate<number>("document.images[0]?.naturalWidth")).toBe(1);
        await page.close();
      },
      TIMEOUT_MS,
    );

    test.each(["sound.wav", "film.webm"])(
      "%s plays by its own URL",
      async (name) => {
        const page = await open(name);
        expect(await played(page)).toBe("played");
        await page.close();
      },
      TIMEOUT_MS,
    );

    test.each(["uploaded.html", "uploaded.svg"])(
      "%s runs no script, and would without the policy",
      async (name) => {
        const [guarded, unguarded] = [await open(name), await open(name, BARE_HOST)];
        await ran(unguarded);
        expect(await ranNow(guarded)).toBeNull();
        expect(host.served.some(({ target }) => target.endsWith("uploaded.js"))).toBe(false);
        expect(bare.served.some(({ target }) => target.endsWith("uploaded.js"))).toBe(true);
        await Promise.all([guarded.close(), unguarded.close()]);
      },
      TIMEOUT_MS,
    );
  });
}

const ranNow = (page: Page): Promise<string | null> =>
  page.evaluate<string | null>('document.documentElement.getAttribute("data-ran")');

const ran = (page: Page): Promise<unknown> =>
  page.waitForFunction('document.documentElement.hasAttribute("data-ran")');

/** Runs in a page with one image: how red its first pixel is, which only the page of an allowed origin may read. */
const RED_OF_IMAGE = `(async () => {
  await document.images[0].decode();
  const drawing = document.createElement("canvas").getContext("2d");
  drawing.drawImage(document.images[0], 0, 0);
  return drawing.getImageData(0, 0, 1, 1).data[0];
})()`;

/** Runs in a page with one sound or film, which a browser shows as a film when it is opened by its own URL: plays it to its end. */
const PLAY = `(async () => {
  const media = document.querySelector("audio, video");
  media.muted = true;
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("it does not start or end")), 30000));
  const ended = new Promise((resolve, reject) => {
    media.onended = resolve;
    media.onerror = () => reject(new Error(media.error.message));
  });
  try {
    await Promise.race([media.play(), late]);
    if (!media.ended) await Promise.race([ended, late]);
    return media.currentTime > 0 ? "played" : "silent";
  } catch (error) {
    return String(error);
  }
})()`;

const played = (page: Page): Promise<string> => page.evaluate<string>(PLAY);

function withoutPolicies(deployed: Deployed): Deployed {
  const bare = structuredClone(deployed);
  for (const name of [
    "there is no content security policy",
    "the policy has no CORS",
    "the function is detached",
  ])
    faults[name]!.change(bare);
  const names = [...items(bare.config.Aliases), BARE_HOST];
  bare.config.Aliases = { Quantity: names.length, Items: names };
  return bare;
}

async function upload(
  { s3, bucket }: HostStage,
  key: string,
  type: string,
  body: Buffer | string,
): Promise<void> {
  await s3.must(s3.rgw.root, { method: "PUT", bucket, key, body, headers: { "content-type": type } });
}
