// Adds up jest's result files and ends with the line that CI reads. Only tests with an engine, and those of servers that are
// optional by name, may be skipped. A result file that is missing, cut off or without a test counts as a failure.
const fs = require("node:fs");

const OPTIONAL = [
  /[\\/]tests[\\/]e2e[\\/]/,
  /[\\/]tests[\\/]rgw[\\/]/,
  /[\\/]tests[\\/]runbook[\\/]/,
  /[\\/]tests[\\/]hosts[\\/]text[\\/]/,
];

/** The results of each test file; empty if the run ended before it wrote them all. */
function testFiles(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")).testResults;
  } catch {
    return [];
  }
}

const sum = { passed: 0, failed: 0, skipped: 0 };
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
    for (const { status: outcome, fullName } of assertionResults) {
      if (outcome === "passed") sum.passed++;
      else if (outcome === "failed") sum.failed++;
      else {
        sum.skipped++;
        if (OPTIONAL.some((pattern) => pattern.test(name))) continue;
        console.error(`skipped, but only tests with an engine or a server may be: ${fullName}`);
        process.exitCode = 1;
      }
    }
  }
}
if (sum.failed > 0 || sum.passed === 0) process.exitCode = 1;
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
