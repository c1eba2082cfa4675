/** The recipe "Add an output form" of CONTRIBUTING.md, followed in a copy of the project with a form for fish shells. */
import { ProjectCopy, TIMEOUT_MS } from "./project-copy";

let copy: ProjectCopy;
beforeAll(() => {
  copy = new ProjectCopy("config: {}\n");
});
afterAll(() => copy.remove());

test(
  "without its row a form is a type error, and with its row every app can print it",
  () => {
    copy.change("env/env-format.ts", ["  Dotenv:", '  Fish: "fish",\n  Dotenv:']);
    expect(copy.typeCheck("env").out).toMatch(/env\/formats\/index\.ts.*error TS.*fish/i);

    copy.write(
      "env/formats/fish.ts",
      `import type { EnvEntry } from "../entry";
export const fish = (title: string, entries: EnvEntry[]): string =>
  ["# " + title, ...entries.map(({ name, value }) => "set -x " + name + " '" + value + "'"), ""].join("\\n");
`,
    );
    copy.change(
      "env/formats/index.ts",
      [/^import/m, 'import { fish } from "./fish";\nimport'],
      [
        "  [EnvFormat.Dotenv]:",
        `  [EnvFormat.Fish]: () => (title, entries) => [
    { file: "media-storage.fish", text: fish(title, entries), secret: hasSecret(entries) },
  ],
  [EnvFormat.Dotenv]:`,
      ],
    );
    expect(copy.typeCheck("env", "apps", "cli")).toEqual({ code: 0, out: "" });

    const printed = copy.runTypeScript(
      `import { APP_ENVS } from "./apps/app-envs";
import { EnvFormat, envDocuments, envFormats } from "./env/formats";
const entries = [{ name: "A", value: "b", secret: false, comment: "" }];
const printed = Object.values(APP_ENVS).map(({ deployment }) => [
  envFormats(deployment).includes(EnvFormat.Fish),
  envDocuments(EnvFormat.Fish, "title", entries, deployment, "secret").map(({ text }) => text),
]);
console.log(JSON.stringify(printed));`,
    );
    const each = [true, ["# title\nset -x A 'b'\n"]];
    expect(printed).toEqual([each, each, each]);
  },
  TIMEOUT_MS,
);
