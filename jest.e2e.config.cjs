/** The tests with servers and an engine: minutes, and programs that npm does not install. `npm test` leaves them out. */
module.exports = {
  testEnvironment: "<rootDir>/tests/e2e/steps-environment.cjs",
  roots: ["<rootDir>/tests/e2e"],
  globalSetup: "<rootDir>/tests/e2e/global-setup.ts",
  transform: { "^.+\\.ts$": ["ts-jest", { tsconfig: "<rootDir>/tests/tsconfig.json", diagnostics: false }] },
  // The provider waits about a minute for a lifecycle configuration, in every `up` that changes one; a machine that does other
  // things as well takes several times as long for everything.
  testTimeout: 1_800_000,
  // A provider takes a core while it starts, and its plugin and moto take 300 MB.
  maxWorkers: 2,
  verbose: true,
};
