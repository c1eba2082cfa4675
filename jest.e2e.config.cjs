/** The tests with servers and an engine: minutes, and programs that npm does not install. `npm test` leaves them out. */
module.exports = {
  testEnvironment: "<rootDir>/tests/e2e/steps-environment.cjs",
  roots: ["<rootDir>/tests/e2e"],
  globalSetup: "<rootDir>/tests/e2e/global-setup.ts",
  transform: { "^.+\\.ts$": ["ts-jest", { tsconfig: "<rootDir>/tests/tsconfig.json", diagnostics: false }] },
  // The provider waits about a minute for a lifecycle configuration, in every `up` that changes one; a machine that does other
  // things as well takes several times as long for everything.
  testTimeout: 1_800_000,
  // Twice the cores of CI: half of a life is the provider's waiting (10 equal answers about a lifecycle take it a minute). Measured on
  // 2 cores: 34 minutes with 4 workers, over an hour with 2. A plugin and its moto take 300 MB.
  maxWorkers: 4,
  verbose: true,
};
