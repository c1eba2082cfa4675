/** The place where files are that are not in the bucket yet: a server that serves all that it has, and redirects when told to. */
import { contentFor } from "../media-host/ask-case";
import { type Recorder, startRecorder } from "./recorder";

export interface LegacyHost extends Recorder {
  /** Keys and their contents; also private ones, which this server does not hide. */
  files: Map<string, string>;
  /** Every request is redirected, as after the files are gone from here. */
  redirects: boolean;
}

/** The path before "/" and the key. */
export const LEGACY_PATH = "system";

/** What a key holds here, other than in the bucket. A row writes `legacy KEY` for it. */
export const legacyContent = (key: string): string => contentFor(`legacy ${key}`);

export async function startLegacyHost(pem: Buffer): Promise<LegacyHost> {
  const state: Pick<LegacyHost, "files" | "redirects"> = { files: new Map(), redirects: false };
  const recorder = await startRecorder(pem, (request, response) => {
    const [path = ""] = (request.url ?? "").split("?");
    const found = state.files.get(decodeURIComponent(path.slice(`/${LEGACY_PATH}/`.length)));
    if (state.redirects)
      response.writeHead(301, { location: `https://files.social.example/${path}` }).end("moved");
    else if (found === undefined)
      response.writeHead(404, { "cache-control": "max-age=3600", "set-cookie": "a=b" }).end("not here");
    else
      response
        .writeHead(200, {
          "content-type": "image/png",
          "content-length": Buffer.byteLength(found),
          "cache-control": "public, max-age=2419200, immutable",
          "set-cookie": "legacy=1",
        })
        .end(found);
  });
  return Object.assign(state, recorder);
}
