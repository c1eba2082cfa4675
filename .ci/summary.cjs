// Adds up jest's result files and ends with the line that CI reads. Only tests with an engine, and those of servers that are
// optional by name, may be skipped; the line before the last counts those of each server. A result file that is missing, cut off or
// without a test counts as a failure.
const fs = require("node:fs");

const OPTIONAL = [
  /[\\/]tests[\\/]e2e[\\/]/,
  /[\\/]tests[\\/]rgw[\\/]/,
  /[\\/]tests[\\/]s3-servers[\\/]/,
  /[\\/]tests[\\/]runbook[\\/]/,
  /[\\/]tests[\\/]hosts[\\/]text[\\/]/,
];

/** The S3 servers that tests run on. The name of a group of tests that needs one begins with it: `MinIO: the table of requests`. */
const SERVERS = ["Ceph RGW", "MinIO", "versitygw", "SeaweedFS", "Garage", "RustFS"];

const serverOf = (titles = []) =>
  SERVERS.find((server) => titles.some((title) => title.startsWith(`${server}: `)));

/** The results of each test file; empty if the run ended before it wrote them all. */
function testFiles(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")).testResults;
  } catch {
    return [];
  }
}

const sum = { passed: 0, failed: 0, skipped: 0 };
const skippedOn = {};
for (const file of process.argv.slice(2)) {
  const results = testFiles(file);
  if (results.length === 0) {
    console.error(`${file}: contains no test results; the run ended too early`);
    sum.failed++;
  }
  for (const { name, message, assertionResults, status } of results) {
    if (status === "failed" && assertionResults.length === 0) {
      console.error(`${name}: ${message}`);
      sum.failed++;
    }
    for (const { status: outcome, fullName, ancestorTitles } of assertionResults) {
      if (outcome === "passed") sum.passed++;
      else if (outcome === "failed") sum.failed++;
      else {
        sum.skipped++;
        const server = serverOf(ancestorTitles);
        if (server !== undefined) skippedOn[server] = (skippedOn[server] ?? 0) + 1;
        if (OPTIONAL.some((pattern) => pattern.test(name))) continue;
        console.error(`skipped, but only tests with an engine or a server may be: ${fullName}`);
        process.exitCode = 1;
      }
    }
  }
}
if (sum.failed > 0 || sum.passed === 0) process.exitCode = 1;
const missing = SERVERS.filter((server) => server in skippedOn).map(
  (server) => `${server} ${skippedOn[server]}`,
);
if (missing.length > 0) console.log(`skipped without their server: ${missing.join(", ")}`);
// Alone on its line, because only so it is read.
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
