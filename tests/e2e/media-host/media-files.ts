/** Media as people upload them, small. */
import type { Browser } from "playwright-core";

/** One red pixel. */
export const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
  "base64",
);

const SAMPLES_PER_SECOND = 8_000;

/** One second of a tone. */
export function sound(): Buffer {
  return wav(
    Buffer.from(
      Array.from(
        { length: SAMPLES_PER_SECOND },
        (_, i) => 128 + Math.round(60 * Math.sin((2 * Math.PI * 440 * i) / SAMPLES_PER_SECOND)),
      ),
    ),
  );
}

/** Twenty minutes of silence, far more than a browser loads ahead. */
export function recording(): Buffer {
  return wav(Buffer.alloc(20 * 60 * SAMPLES_PER_SECOND, 128));
}

/** PCM, 8 bits, mono. http://soundfile.sapp.org/doc/WaveFormat/ */
function wav(samples: Buffer): Buffer {
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20); // PCM
  header.writeUInt16LE(1, 22); // one channel
  header.writeUInt32LE(SAMPLES_PER_SECOND, 24);
  header.writeUInt32LE(SAMPLES_PER_SECOND, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write("data", 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}

/** Runs in a page. */
const RECORD = `(async () => {
  const canvas = document.createElement("canvas");
  const drawing = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: "video/webm;codecs=vp8" });
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((resolve) => (recorder.onstop = resolve));
  recorder.start();
  for (let i = 0; i < 12; i++) {
    drawing.fillStyle = i % 2 === 0 ? "red" : "blue";
    drawing.fillRect(0, 0, canvas.width, canvas.height);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  recorder.stop();
  await stopped;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
})()`;

/** Half a second of a film, which the browser records itself. */
export async function film(browser: Browser): Promise<Buffer> {
  const page = await browser.newPage();
  try {
    const base64 = await page.evaluate<string>(RECORD);
    return Buffer.from(base64, "base64");
  } finally {
    await page.close();
  }
}

/** Every way in which a file that somebody opens could run a script of its own: inline, of the same host, an event, a link. */
const ATTACK = `document.documentElement.setAttribute("data-ran", "inline")`;

export const HTML_FILE = `<!doctype html><title>uploaded</title>
<script>${ATTACK}</script>
<script src="/media_attachments/files/uploaded.js"></script>
<img src="data:," onerror="document.documentElement.setAttribute('data-ran', 'event')">
<iframe srcdoc="&lt;script&gt;parent.document.documentElement.setAttribute('data-ran', 'frame')&lt;/script&gt;"></iframe>
<p>uploaded</p>`;

export const SVG_FILE = `<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10" onload="${ATTACK.replaceAll('"', "'")}">
<script>${ATTACK.replaceAll('"', "'")}</script>
<script href="/media_attachments/files/uploaded.js"/>
<rect width="10" height="10" fill="red"/></svg>`;

export const SCRIPT_FILE = `document.documentElement.setAttribute("data-ran", "same host")`;
