import { builtinModules } from "node:module";
import js from "@eslint/js";
import tseslint from "typescript-eslint";
import { ownMember } from "./eslint.own-member.mjs";
import { storeNames } from "./eslint.store-names.mjs";

// Imports point downward only; folders on one line do not know each other.
const layers = [
  ["cli"],
  ["config"],
  ["components"],
  ["apps"],
  ["runbook"],
  ["storage"],
  ["stores", "hosts"],
  ["access", "env"],
  ["validation"],
];
// What differs between stores is for stores/ to say.
const aboveStores = [
  ...layers
    .slice(
      0,
      layers.findIndex((line) => line.includes("stores")),
    )
    .flat(),
  "hosts",
];
// No Pulumi and no I/O: everything that can go wrong with a policy or a setting is testable in milliseconds.
const pure = ["apps", "runbook", "storage", "stores", "hosts", "access", "env", "validation"];

const barrels = ["@pulumi/aws", "@pulumi/cloudflare", "@pulumi/random"].map((name) => ({
  name,
  message:
    "Import the one resource, like @pulumi/aws/s3/bucket: the barrel costs 0.15 s and doubles the type check.",
}));

function importRules(folder, level) {
  const lower = layers.slice(level + 1).flat();
  const forbidden = layers.flat().filter((other) => other !== folder && !lower.includes(other));
  const upward = {
    regex: `^(\\.\\./)+(${forbidden.join("|")})(/|$)`,
    message: `${folder}/ may import from ${[folder, ...lower].join(", ")}.`,
  };
  const impure = {
    regex: `^(@pulumi/(?!pulumi$)|node:|(${builtinModules.join("|")})(/|$))`,
    message: `${folder}/ is pure.`,
  };
  // Arguments that may be outputs need the type `Input`, which is nothing at run time.
  const impureSdk = {
    regex: "^@pulumi/pulumi$",
    allowTypeImports: true,
    message: `${folder}/ is pure: it may import types of the SDK only.`,
  };
  return {
    files: [`${folder}/**/*.ts`],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          paths: folder === "cli" ? [] : barrels,
          patterns: [
            ...(forbidden.length > 0 ? [upward] : []),
            ...(pure.includes(folder) ? [impure, impureSdk] : []),
          ],
        },
      ],
      ...(pure.includes(folder) && {
        "no-restricted-globals": ["error", "process", "console", "require", "fetch"],
      }),
    },
  };
}

export default tseslint.config(
  { ignores: ["dist", "coverage", "node_modules", "bench/.yardsticks", ".ci/venv"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
    },
  },
  ...layers.flatMap((folders, level) => folders.map((folder) => importRules(folder, level))),
  // The source of the Worker does not run in a program, but at Cloudflare.
  { files: ["hosts/r2-worker/source/*.ts"], rules: { "no-restricted-globals": "off" } },
  {
    files: ["index.ts", ...layers.flat().map((folder) => `${folder}/**/*.ts`)],
    plugins: { "media-storage": { rules: { "own-member": ownMember } } },
    rules: { "media-storage/own-member": "error" },
  },
  {
    files: ["index.ts", ...aboveStores.map((folder) => `${folder}/**/*.ts`)],
    plugins: { "store-names": { rules: { "store-names": storeNames } } },
    rules: { "store-names/store-names": "error" },
  },
  { files: ["index.ts"], rules: { "no-restricted-imports": ["error", { paths: barrels }] } },
  {
    files: ["**/*.cjs", "components/plugin.js"],
    languageOptions: {
      sourceType: "commonjs",
      globals: {
        require: "readonly",
        module: "writable",
        process: "readonly",
        console: "readonly",
        __dirname: "readonly",
      },
    },
  },
  // Each example has a tsconfig.json of its own, for projects in which the package is installed.
  {
    files: ["examples/**/*.ts"],
    languageOptions: { parserOptions: { projectService: false, project: "examples/tsconfig.json" } },
  },
  { files: ["tests/**/*.ts"], rules: { "@typescript-eslint/no-non-null-assertion": "off" } },
);
