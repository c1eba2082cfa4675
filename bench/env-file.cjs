// `npm run bench:env-file`: what `media-storage env --into` costs with an env file of 10 MB, of each kind that once took long.
// Ends with 1 where a median is above 2 s or 200 MB.
const { mkdtempSync, readdirSync, rmSync, writeFileSync } = require("node:fs");
const os = require("node:os");
const { join } = require("node:path");
const { parseArgs } = require("node:util");
const { measure } = require("./measure.cjs");
const { median } = require("./statistics.cjs");

const SIZE = 10_000_000;
const MOST = { wall: 2, peak: 200 };
const BLOCK = "# Media storage\nS3_ENABLED=true\nS3_BUCKET=social-media\nS3_REGION=eu-central-1\n";

function lines(line) {
  const all = [];
  for (let length = 0, i = 0; length < SIZE; i++) length += all[all.push(line(i)) - 1].length;
  return all.join("");
}

const FILES = {
  "other variables": () => lines((i) => `VARIABLE_${i}=value-number-${i}\n`),
  "one variable, again and again": () => lines(() => "S3_BUCKET=old\n"),
  comments: () => lines(() => "# a comment\n"),
  "comments of ours": () => lines(() => "# media-storage: x\n") + "S3_BUCKET=old\n",
  "a value of five million lines": () => `A='${lines(() => "x\n")}'\nS3_BUCKET=old\n`,
  "a value of one line": () => `A=${"x".repeat(SIZE)}\n`,
};

async function main() {
  const { values } = parseArgs({ options: { rounds: { type: "string", default: "5" } } });
  const folder = mkdtempSync(join(os.tmpdir(), "media-storage-bench-"));
  const [file, block] = [join(folder, ".env.production"), join(folder, "block.env")];
  const into = ["env", "--into", file, "--from", block, "--app", "mastodon", "--yes"];
  const command = [process.execPath, join(__dirname, "../cli/media-storage.cjs"), ...into];
  try {
    writeFileSync(block, BLOCK);
    for (const [name, text] of Object.entries(FILES)) {
      const samples = [];
      for (let round = 0; round < Number(values.rounds); round++) {
        for (const old of readdirSync(folder)) if (old.startsWith(".env")) rmSync(join(folder, old));
        writeFileSync(file, text(), { mode: 0o600 });
        samples.push(await measure({ command, isNode: true }, folder));
      }
      const [wall, peak] = ["wall", "peak"].map((of) => median(samples.map((sample) => sample[of])));
      const fails = wall > MOST.wall || peak > MOST.peak;
      console.log(`${fails ? "FAIL" : "ok  "} ${name}: ${wall.toFixed(2)} s, ${peak.toFixed(0)} MB`);
      if (fails) process.exitCode = 1;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 2;
});
