/** What the checks of Mastodon's runbooks need: its API, and an operator who types a token. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What stands for the prompt, and for the lines that end as a failure when all is well: nothing was found. */
export const CHECKED_WITH_TOKEN = {
  "read -r -s MASTODON_ACCESS_TOKEN": "MASTODON_ACCESS_TOKEN=token",
  "grep -c ListBucketResult": "(grep -c ListBucketResult || true)",
  "# An error occurred (404)": "2>&1 | grep -o '(404)' || true",
};

/** The two calls of Mastodon's API that the checks make. */
export async function mastodonApi(does: {
  upload: () => Promise<object>;
  remove: (id: string) => Promise<void>;
}): Promise<{ url: string; stop: () => Server }> {
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => {
      const { method, url = "", headers } = request;
      const answer =
        headers.authorization !== "Bearer token"
          ? Promise.reject(new Error("no token"))
          : method === "POST" && url === "/api/v2/media"
            ? does.upload()
            : does.remove(/^\/api\/v1\/media\/(.*)$/.exec(url)?.[1] ?? "").then(() => ({}));
      answer.then(
        (body) => response.end(JSON.stringify(body)),
        () => response.writeHead(500).end(),
      );
    });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => server.close() };
}
