/** The tests that need nothing but this folder; those with servers and an engine are in jest.e2e.config.cjs. */
module.exports = {
  testEnvironment: "node",
  globalSetup: "<rootDir>/tests/build.cjs",
  setupFiles: ["<rootDir>/tests/setup.cjs"],
  // Far more than any test takes on a quiet machine: beside six busy processes the SDK alone takes half a minute to load.
  testTimeout: 120_000,
  roots: ["<rootDir>/tests"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/tests/e2e/"],
  // Types are checked by `npm run lint`; checking them again in every worker would double the run.
  transform: { "^.+\\.ts$": ["ts-jest", { tsconfig: "<rootDir>/tests/tsconfig.json", diagnostics: false }] },
  // The examples import the package by its name.
  moduleNameMapper: { "^media-storage$": "<rootDir>/components" },
  maxWorkers: 2,
  collectCoverageFrom: [
    "{access,apps,cli,components,config,env,hosts,runbook,storage,stores,validation}/**/*.ts",
    "index.ts",
  ],
  coverageReporters: ["text-summary"],
  coverageThreshold: Object.fromEntries(
    ["access", "apps", "env", "runbook", "storage", "validation"].map((folder) => [
      `./${folder}/`,
      { lines: 95 },
    ]),
  ),
};
