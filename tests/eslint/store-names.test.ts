/** The lint rule that keeps tests of a store's name out of everything above stores/. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");

/** ESLint and the rule are modules that jest cannot load. */
const FOUND = `
import { readFileSync } from "node:fs";
import { Linter } from "eslint";
import { parser } from "typescript-eslint";
import { storeNames } from "./eslint.store-names.mjs";
const linter = new Linter();
const config = {
  files: ["**/*.ts"],
  languageOptions: { parser },
  plugins: { it: { rules: { "store-names": storeNames } } },
  rules: { "it/store-names": "error" },
};
const found = JSON.parse(readFileSync(0, "utf8")).map((code) =>
  linter.verify(code, config, "code.ts").map(({ messageId, message }) => messageId ?? message),
);
process.stdout.write(JSON.stringify(found));
`;

/** The rules that each file is checked by. */
const RULES = `
import { readFileSync } from "node:fs";
import { ESLint } from "eslint";
const eslint = new ESLint();
const configs = JSON.parse(readFileSync(0, "utf8")).map((file) => eslint.calculateConfigForFile(file));
process.stdout.write(JSON.stringify((await Promise.all(configs)).map(({ rules }) => Object.keys(rules))));
`;

function run(script: string, input: string[]): unknown {
  const node = [process.execPath, ["--input-type=module", "--eval", script]] as const;
  return JSON.parse(execFileSync(...node, { cwd: ROOT, input: JSON.stringify(input), encoding: "utf8" }));
}

const TESTS_OF_THE_KIND = [
  'store.kind === "s3" ? checksumLines() : []',
  '"aws" !== kind',
  'store.policyServer === "aws"',
  'const { kind } = storeOf(store); if (kind === "aws" || !pathStyle) run();',
  'storeOf(store).kind === "r2"',
  "store.kind === other",
  "settings.store?.kind != `s3`",
  'facts.store === "aws" && !isAcl(facts)',
  'switch (store.kind) { case "aws": run(); }',
  'switch (kind) { case "s3": run(); }',
  '["aws", "r2"].includes(kind)',
  "kinds.has(store.kind)",
  'names.includes("r2")',
  "table[store.kind]",
  '"aws" in store',
  "settings.store.aws === undefined",
  'settings.store["s3"] ? 1 : 2',
  "if (!settings.store.s3) run();",
  "store?.r2 && run()",
  'typeof store?.s3 === "object"',
];
const NAMES_OF_A_SERVER = [
  'server === "ceph"',
  'const store = { s3: { server: "ceph", endpoint } };',
  "const name = `ceph`;",
  'type Server = "ceph" | "generic";',
  'const titles = new Map([["ceph", "Ceph"]]);',
];
const NEITHER = [
  "store.can.sdkChecksums ? [] : checksumLines()",
  "store.endpoint !== undefined",
  "const facts = { store: store.kind, server: store.server };",
  'const line = plain("STORAGE_BACKEND", "s3");',
  'valueIn(applied, "STORAGE_BACKEND") === "s3"',
  'principal.kind === "service"',
  'value.kind === "null"',
  "const file = store.s3.caFile;",
  "const { provider } = store.s3;",
  'const docs = "docs/ceph.md";',
];

test("only what asks which store it is, or names a server, is an error", () => {
  const all = [...TESTS_OF_THE_KIND, ...NAMES_OF_A_SERVER, ...NEITHER];
  const expected = [
    ...TESTS_OF_THE_KIND.map((code) => [code, ["kind"]]),
    ...NAMES_OF_A_SERVER.map((code) => [code, ["server"]]),
    ...NEITHER.map((code) => [code, []]),
  ];
  const messages = run(FOUND, all) as string[][];
  expect(all.map((code, i) => [code, [...new Set(messages[i])]])).toEqual(expected);
});

const ABOVE = ["apps", "cli", "components", "config", "hosts", "runbook", "storage"].map(
  (folder) => `${folder}/a.ts`,
);

test("it is on above stores/ and off everywhere else", () => {
  const files = ["index.ts", ...ABOVE, "stores/a.ts", "access/a.ts", "tests/stores/a.ts"];
  const on = (run(RULES, files) as string[][]).map((rules) => rules.includes("store-names/store-names"));
  expect(files.filter((_, i) => on[i])).toEqual(["index.ts", ...ABOVE]);
});
