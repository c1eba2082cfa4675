/** What Chromium does with media that the Worker serves. Other requests of the Worker are in tests/hosts/r2-worker. */
import { browserTests } from "./media-host/browser-tests";
import { workerInBrowsers } from "./media-host/browser-worker";

browserTests(workerInBrowsers);
