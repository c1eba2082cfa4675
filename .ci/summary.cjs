// Adds up jest's results and ends with the line that CI reads. Only tests with an engine, and those of servers that are
// optional by name, may be skipped.
const fs = require("node:fs");

const OPTIONAL = [/[\\/]tests[\\/]e2e[\\/]/, /[\\/]tests[\\/]rgw[\\/]/, /[\\/]tests[\\/]runbook[\\/]/];

const sum = { passed: 0, failed: 0, skipped: 0 };
for (const file of process.argv.slice(2)) {
  if (!fs.existsSync(file)) {
    console.error(`${file}: the run ended before it said anything`);
    sum.failed++;
    continue;
  }
  for (const { name, message, assertionResults, status } of JSON.parse(fs.readFileSync(file, "utf8"))
    .testResults) {
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
        console.error(`skipped, and it must not be: ${fullName}`);
        process.exitCode = 1;
      }
    }
  }
}
if (sum.failed > 0 || sum.passed === 0) process.exitCode = 1;
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
