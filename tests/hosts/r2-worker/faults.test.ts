/** Mistakes in the Worker's source, each of which a row of the tables has to notice. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { casesOf } from "../../e2e/media-host/table";
import { LegacyServer } from "./legacy-server";
import legacyRows from "./requests-legacy.json";
import rows from "./requests.json";
import { WorkerStage } from "./worker-stage";

/** A text of one source file, and what is there instead. `red`: how the name of the row begins that has to fail. */
type Fault = [name: string, file: string, from: string, to: string, red: string];

const FAULTS: Fault[] = [
  ["every host is served", "worker", "!hosts.includes(url.hostname)", "false", "another host is not"],
  ["one host is served", "worker", "hosts.includes(url", "[hosts[0]].includes(url", "every host of the"],
  ["every prefix is served", "key", "key.startsWith(prefix)", "true", "a private key is answered"],
  [
    "prefixes end before the slash",
    "key",
    "startsWith(prefix)",
    "startsWith(prefix.slice(0, -1))",
    "a private",
  ],
  [
    "prefixes are compared encoded",
    "key",
    "decoded(pathname.slice(1))",
    "pathname.slice(1)",
    "an escape that",
  ],
  ["odd keys are served", "key", "|| hasOddPart(key)) return", ") return", "an object with an odd key"],
  [
    "bad UTF-8 is an error",
    "key",
    "return undefined;\n  }\n}",
    "throw new Error();\n  }\n}",
    "no path trick reaches a public",
  ],
  ["long keys reach R2", "key", "> LONGEST_KEY", "> 1e9", "a key that is longer"],
  [
    "writes are served",
    "worker",
    'method !== "GET" && method !== "HEAD"',
    "false",
    "a method that writes is refused",
  ],
  ["plain http is served", "worker", 'url.protocol === "http:"', "false", "plain http is redirected"],
  [
    "the redirect keeps the spelling",
    "worker",
    "redirectToHttps(canonicalUrl)",
    "redirectToHttps(request.url)",
    "plain http is redirected",
  ],
  [
    "the query makes copies",
    "worker",
    "${pathOfKey(key)}`;\n  if",
    "${pathOfKey(key)}${url.search}`;\n  if",
    "a query changes",
  ],
  [
    "ranges are ignored",
    "worker",
    'method === "HEAD" || headers.has("range")',
    'method === "HEAD"',
    "a range is served",
  ],
  ["HEAD is not a read of metadata", "worker", 'method === "HEAD" || ', "", "of a deleted object"],
  [
    "bytes=0- is the whole",
    "ranges",
    "if (offset >= size)",
    'if (offset === 0 && last === "") return undefined;\n  if (offset >= size)',
    "a range is served",
  ],
  ["the end is left out", "ranges", "Math.min(end + 1, size)", "Math.min(end, size)", "a range is served"],
  ["the end is not limited", "ranges", "Math.min(end + 1, size)", "end + 1", "a range is served"],
  [
    "-0 is the whole",
    "ranges",
    'length === 0 ? "unsatisfiable" :',
    "length === 0 ? undefined :",
    "a range that cannot",
  ],
  [
    "R2 decides whether a range is there",
    "ranges",
    'if (offset >= size) return "unsatisfiable";',
    "",
    "a range that cannot",
  ],
  [
    "a reversed range is served",
    "ranges",
    "if (end < offset) return undefined;",
    "",
    "a range that is not valid",
  ],
  ["units are not compared", "ranges", "^bytes=", "^\\w+=", "a range that is not valid"],
  [
    "weak tags match If-Match",
    "conditional",
    "entityTags(header).includes(etag)",
    "header.includes(etag)",
    "a precondition",
  ],
  [
    "weak tags do not match If-None-Match",
    "conditional",
    'tag.replace(/^W\\//, "")',
    "tag",
    "a conditional request",
  ],
  [
    "milliseconds count",
    "conditional",
    "Math.floor(date.getTime() / 1000)",
    "date.getTime() / 1000",
    "a conditional request",
  ],
  [
    "If-Range is ignored",
    "worker",
    'holdsIfRange(headers, object) ? headers.get("range") : null',
    'headers.get("range")',
    "If-Range decides",
  ],
  ["errors may be kept", "answers", '"no-store"', '"max-age=60"', "a private key is answered"],
  ["no policy", "answers", '"content-security-policy": CONTENT_SECURITY_POLICY,', "", "every public prefix"],
  ["no nosniff", "answers", '"x-content-type-options": "nosniff",', "", "a private key is answered"],
  [
    "copies lose the app's lifetime",
    "cache",
    "headers.get(READERS_CACHE_CONTROL)",
    '"max-age=1"',
    "every public prefix",
  ],
  ["nothing is copied", "cache", "maxAgeSeconds === 0 ||", "true ||", "every public prefix"],
  [
    "cookies are passed on",
    "legacy",
    "picked(response.headers, RESPONSE_HEADERS)",
    "Object.fromEntries(response.headers)",
    "headers of the legacy",
  ],
  [
    "redirects are passed on",
    "legacy",
    "return status === 200",
    "return status < 400 || status === 200",
    "a redirect of the legacy",
  ],
  [
    "redirects are followed",
    "legacy",
    'redirect: "manual"',
    'redirect: "follow"',
    "a redirect of the legacy",
  ],
  ["odd keys are asked for", "legacy", "isAmbiguous(key) ||", "", "a private or odd key"],
  ["nothing is decoded again", "key", "round < 3", "round < 0", "a private or odd key"],
  ["circles are not noticed", "legacy", "|| cameThrough(request, hosts)", "", "a request that comes back"],
  [
    "parts that nobody asked for pass",
    "legacy",
    'return request.headers.has("range")',
    "return true",
    "a file that is nowhere",
  ],
  [
    "failures look like missing files",
    "legacy",
    "response.status >= 500",
    "false",
    "a legacy host that fails",
  ],
  ["files of the legacy host are kept", "legacy", "${LEGACY_SECONDS}", "3600", "a file that is only"],
];

const BUNDLE = `
  const { readFileSync } = require("node:fs");
  const { bundle } = require("./config/generate-r2-worker.cjs");
  const changed = ([, file, from, to]) => ({
    name: "fault",
    setup: (build) => build.onLoad({ filter: new RegExp("source/" + file + "[.]ts$") }, ({ path }) => {
      const source = readFileSync(path, "utf8");
      if (!source.includes(from)) throw new Error("not in " + file + ": " + from);
      return { contents: source.replace(from, () => to), loader: "ts" };
    }),
  });
  const faults = JSON.parse(readFileSync(0, "utf8"));
  void Promise.all(faults.map((fault) => bundle([changed(fault)]))).then((all) => process.stdout.write(JSON.stringify(all)));`;

const asked = [
  ...casesOf(rows).map((one) => ({ one, hasLegacy: false })),
  ...casesOf(legacyRows).map((one) => ({ one, hasLegacy: true })),
];

let scripts: string[];
let legacy: LegacyServer;
beforeAll(async () => {
  const cwd = join(__dirname, "../../..");
  const output = execFileSync(process.execPath, ["-e", BUNDLE], { cwd, input: JSON.stringify(FAULTS) });
  scripts = JSON.parse(output.toString()) as string[];
  legacy = await LegacyServer.start();
});
afterAll(() => legacy.stop());

test.each(FAULTS.map(([name, , , , red], i) => [name, red, i] as const))(
  "a row fails when %s",
  async (_, red, i) => {
    const cases = asked.filter(({ one }) => one.name.startsWith(red));
    const settings = { legacy: { hostname: "social.example", path: "system" } };
    const hasLegacy = cases[0]!.hasLegacy;
    const stage = await WorkerStage.start({
      script: scripts[i]!,
      ...(hasLegacy && { settings, legacy }),
    });
    try {
      const wrong: string[] = [];
      for (const { one } of cases) {
        wrong.push(...(await stage.failures(one)));
        if (wrong.length > 0) break;
      }
      expect(wrong).not.toEqual([]);
    } finally {
      await stage.stop();
    }
  },
);
