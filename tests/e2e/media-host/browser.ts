/** A headless Chromium of Debian's that reaches hosts on loopback. */
import { type Browser, chromium, type Page } from "playwright-core";
import { findOnPath } from "../engine";

/** The one line that says why there is no browser; undefined where there is one. */
export function missingForBrowser(): string | undefined {
  return findOnPath("chromium") === undefined
    ? "chromium not found (apt-get install --no-install-recommends chromium)"
    : undefined;
}

/** `addresses`: where hostnames are, as `host:port`. Whatever else a page asks for does not resolve. */
export function startBrowser(addresses: Record<string, string>): Promise<Browser> {
  const mapped = Object.entries(addresses).map(([host, address]) => `MAP ${host} ${address}`);
  return chromium.launch({
    executablePath: findOnPath("chromium")!,
    args: [
      // As root there is no sandbox; only pages of this test are opened.
      "--no-sandbox",
      `--host-resolver-rules=${[...mapped, "MAP * ~NOTFOUND"].join(", ")}`,
      // Hosts on loopback with certificates of their own.
      "--ignore-certificate-errors",
      "--autoplay-policy=no-user-gesture-required",
      // The model speaks http where CloudFront would speak https, and both hosts are on loopback.
      "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,LocalNetworkAccessChecks",
    ],
  });
}

/** A page of another host, as the web client of the app is to the media host. */
export async function foreignPage(browser: Browser, body: string): Promise<Page> {
  const page = await browser.newPage();
  await page.route("http://social.example/", (route) =>
    route.fulfill({ contentType: "text/html", body: `<!doctype html><title>client</title>${body}` }),
  );
  await page.goto("http://social.example/");
  return page;
}
