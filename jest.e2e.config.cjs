/** The tests with servers and an engine: minutes, and programs that npm does not install. `npm test` leaves them out. */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/tests/e2e"],
  globalSetup: "<rootDir>/tests/e2e/global-setup.ts",
  transform: { "^.+\\.ts$": ["ts-jest", { tsconfig: "<rootDir>/tests/tsconfig.json", diagnostics: false }] },
  // The provider waits about a minute for a lifecycle configuration, in every `up` that changes one.
  testTimeout: 600_000,
  // A provider takes a core while it starts, and its plugin and moto take 300 MB.
  maxWorkers: 2,
  verbose: true,
};
