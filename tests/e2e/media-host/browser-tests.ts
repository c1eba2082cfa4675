/** What a browser does with the media of a host. */
import type { Browser, Page } from "playwright-core";
import { foreignPage, missingForBrowser, startBrowser } from "./browser";
import { film, HTML_FILE, PICTURE, recording, SCRIPT_FILE, sound, SVG_FILE } from "./media-files";

/** A running media host, of whichever kind. */
export interface BrowsedHost {
  /** Where browsers find it: `host:port`. */
  address: string;
  /** Whether a path that ends so was ever asked for. */
  wasAskedFor(end: string): boolean;
  stop(): Promise<void>;
}

/** The media host under test, and the bucket behind it. */
export interface BrowserStage {
  /** `http`, where the host has no TLS on loopback. */
  scheme: "http" | "https";
  hostname: string;
  /** The host as it is. */
  start(): Promise<BrowsedHost>;
  /** The same media at another hostname, without CORS and without the content security policy, to see that both are what counts. */
  startBare(hostname: string): Promise<BrowsedHost>;
  upload(key: string, type: string, body: Buffer | string): Promise<void>;
}

const FOLDER = "media_attachments/files";
const BARE_HOST = "bare.social.example";
/** A browser takes seconds to start on a machine that does other things as well. */
const START_TIMEOUT_MS = 300_000;
const TIMEOUT_MS = 300_000;

/** Registers the tests, skipped by name where there is no Chromium. */
export function browserTests(stageOf: () => BrowserStage): void {
  const missing = missingForBrowser();
  if (missing !== undefined) process.stderr.write(`Chromium skipped: ${missing}\n`);
  (missing === undefined ? describe : describe.skip)("Chromium", () => {
    let stage: BrowserStage;
    let host: BrowsedHost;
    let bare: BrowsedHost;
    let browser: Browser;
    const url = (name: string, hostname = stage.hostname): string =>
      `${stage.scheme}://${hostname}/${FOLDER}/${name}`;

    beforeAll(async () => {
      stage = stageOf();
      host = await stage.start();
      bare = await stage.startBare(BARE_HOST);
      browser = await startBrowser({ [stage.hostname]: host.address, [BARE_HOST]: bare.address });
      const files: [name: string, type: string, body: Buffer | string][] = [
        ["picture.png", "image/png", PICTURE],
        ["sound.wav", "audio/wav", sound()],
        ["recording.wav", "audio/wav", recording()],
        ["film.webm", "video/webm", await film(browser)],
        ["uploaded.html", "text/html", HTML_FILE],
        ["uploaded.svg", "image/svg+xml", SVG_FILE],
        ["uploaded.js", "text/javascript", SCRIPT_FILE],
      ];
      for (const [name, type, body] of files) await stage.upload(`${FOLDER}/${name}`, type, body);
    }, START_TIMEOUT_MS);
    afterAll(async () => {
      await (browser as Browser | undefined)?.close();
      await (host as BrowsedHost | undefined)?.stop();
      await (bare as BrowsedHost | undefined)?.stop();
    });

    const open = async (name: string, hostname?: string): Promise<Page> => {
      const page = await browser.newPage();
      await page.goto(url(name, hostname));
      return page;
    };

    test(
      "a page of the app shows an image and reads its pixels, which fails without CORS",
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
      "a page of the app plays an audio file with crossorigin, which fails without CORS",
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

    test(
      "a long recording starts near its end, which needs ranges",
      async () => {
        const page = await open("recording.wav");
        expect(await page.evaluate<string>(SEEK)).toBe("near its end");
        await page.close();
      },
      TIMEOUT_MS,
    );

    test.each(["uploaded.html", "uploaded.svg"])(
      "%s does not run a script, but would without the policy",
      async (name) => {
        const [guarded, unguarded] = [await open(name), await open(name, BARE_HOST)];
        await ran(unguarded);
        expect(await ranNow(guarded)).toBeNull();
        expect([host, bare].map((one) => one.wasAskedFor("uploaded.js"))).toEqual([false, true]);
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

/** Runs in the page of a long recording: goes to the part that the browser has not loaded yet. */
const SEEK = `(async () => {
  const media = document.querySelector("audio, video");
  media.pause();
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("it does not seek")), 30000));
  const event = (name) => new Promise((resolve) => media.addEventListener(name, resolve, { once: true }));
  try {
    if (media.readyState < 1) await Promise.race([event("loadedmetadata"), late]);
    const target = media.duration - 10;
    if (!(media.seekable.end(0) > target)) return "it can only be played from its beginning";
    const seeked = event("seeked");
    media.currentTime = target;
    await Promise.race([seeked, late]);
    return media.currentTime === target ? "near its end" : "elsewhere";
  } catch (error) {
    return String(error);
  }
})()`;

const played = (page: Page): Promise<string> => page.evaluate<string>(PLAY);
