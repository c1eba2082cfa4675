// The environment of tests/e2e: where the tests of a `describe` are steps of one life (`testsAreSteps()` in engine.ts), those
// after a failed one are skipped. What they would find is the state that the failed step left, so one failure stays one.
// https://jestjs.io/docs/configuration#testenvironment-string
const { TestEnvironment } = require("jest-environment-node");

module.exports = class StepsEnvironment extends TestEnvironment {
  lives = new Set();
  failed = new Set();

  handleTestEvent(event, state) {
    if (event.name === "setup") {
      this.global.testsAreSteps = () => this.lives.add(state.currentDescribeBlock);
    }
    if (event.name === "test_start" && lifeOf(event.test, this.failed) !== undefined) {
      event.test.mode = "skip";
      // A failed beforeAll has put its error into every test.
      event.test.errors = [];
    }
    const life = event.name === "test_done" && event.test.errors.length > 0 && lifeOf(event.test, this.lives);
    if (life) this.failed.add(life);
  }
};

/** The innermost of these blocks that the test is in. */
function lifeOf({ parent }, lives) {
  for (let block = parent; block !== undefined; block = block.parent) if (lives.has(block)) return block;
  return undefined;
}
