/** Programs of a user's own that cannot be previewed: what the operator is told. */
import { spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { inProject, previewOf, program, social, withUserProjects, write } from "./user-project";

withUserProjects();

describe("a program that fails", () => {
  it("is reported as the engine does, without a stack trace of ours", async () => {
    const { code, out, err } = await previewOf(
      program(`function configure() { throw new Error("no such zone"); }\nconfigure();`),
    );
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain(
      `error: Running program '${inProject()}/' failed with an unhandled exception:\nError: no such zone\n`,
    );
    expect(err).toMatch(/at configure .*index\.js/);
    expect(err).not.toMatch(/cli\/offline|cli\/preview|at async runUserProgram/);
  });

  it("with an error for the operator is reported without a stack trace", async () => {
    const { err } = await previewOf(program(`new pulumi.Config().require("zone");`));
    expect(err).toMatch(/^error: Missing required configuration variable 'shop:zone'\n/);
    expect(err).not.toMatch(/^ +at /m);
  });

  it("shows the errors of the TypeScript compiler", async () => {
    const { err, code } = await previewOf({ "index.ts": "export const size: number = 'three';\n" });
    expect(code).toBe(1);
    expect(err).toMatch(/index\.ts.*TS2322: Type 'string' is not assignable to type 'number'/);
  });

  it("is reported as JSON with --json", async () => {
    const { out } = await previewOf(program(`new pulumi.Config().require("zone");`), { json: true });
    expect(JSON.parse(out)).toMatchObject({
      error: expect.stringMatching(/^Missing required/) as unknown,
      problems: [],
    });
  });

  it("may end without a word", async () => {
    const { err } = await previewOf(program(`console.error("about to stop"); process.exit(7);`));
    expect(err).toBe(
      "about to stop\nerror: The program index.js ended with exit code 7; correct what it printed above\n",
    );
  });

  it("shows none of the secrets of its config", async () => {
    const { err } = await previewOf({
      ...program(`throw new Error("refused: " + new pulumi.Config("datadog").require("apiKey"));`),
      "Pulumi.dev.yaml": "config:\n  datadog:apiKey: canary-of-the-key-123\n",
    });
    expect(err).toContain("refused: ...");
    expect(err).not.toContain("canary-of-the-key-123");
  });

  it("because it needs an encrypted value is told that such values are placeholders", async () => {
    const { err } = await previewOf({
      ...program(`new pulumi.Config().requireSecretNumber("size");`),
      "Pulumi.dev.yaml": "config:\n  shop:size: { secure: v1:abc }\n",
    });
    expect(err).toContain("\nOffline, encrypted config values are placeholders. ");
    expect(err).not.toContain("__known");
  });

  it("because two resources have the same name is told which", async () => {
    const { err } = await previewOf(program(`new ConfigMap("a", {}); new ConfigMap("a", {});`));
    expect(err).toBe(
      "error: The program has two resources with the URN urn:pulumi:dev::shop::kubernetes:core/v1:ConfigMap::a; give one of them another name or another parent\n",
    );
  });

  it("in a component of ours lists the problems of its arguments", async () => {
    const { err } = await previewOf(
      program(`const { MastodonStorage } = require("media-storage");
new MastodonStorage("social", ${social('version: "1.0", nonsense: true')});`),
    );
    expect(err).toContain('MastodonStorage "social" has invalid arguments');
    expect(err).toMatch(/nonsense: /);
    expect(err).toMatch(/version: "1\.0" is older than/);
  });
});

describe("a program that does not come to its end", () => {
  it.each([
    [
      "because a promise never settles",
      "module.exports = () => new Promise(() => {});",
      "ended before it was done: ",
    ],
    [
      "because it calls process.exit",
      "setTimeout(() => process.exit(0), 50); module.exports = () => new Promise(() => {});",
      "ended ",
    ],
    ["because an output never settles", "exports.a = pulumi.output(new Promise(() => {}));", "ended "],
  ])("%s is not shown as if it were complete", async (_, body, ended) => {
    const { code, out, err } = await previewOf(program(`new ConfigMap("a", {});\n${body}`));
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain(`error: The program index.js ${ended}`);
  });

  it("because an argument of ours never resolves is told what the SDK found", async () => {
    const { code, err } = await previewOf(
      program(`const { MastodonStorage } = require("media-storage");
new MastodonStorage("social", ${social("tags: { late: new Promise(() => {}) }")});`),
    );
    expect(code).toBe(1);
    // Newer versions of the SDK list the resources that wait, older ones count promises.
    expect(err).toMatch(
      /^The Pulumi runtime detected that (\d+ promises were still active|the program exited)/,
    );
    expect(err).toContain(
      "error: The program index.js ended with exit code 1; correct what it printed above\n",
    );
  });

  it.each([
    ["waits for ever", "setInterval(() => {}, 1000);"],
    ["computes for ever", "for (;;);"],
  ])("but %s is stopped", async (_, body) => {
    const { code, err } = await previewOf(program(body), { timeout: 5 });
    expect(code).toBe(1);
    expect(err).toContain("error: The program index.js did not end within 5 seconds, so it was stopped; ");
  });

  it("ends with the command", async () => {
    write(
      program(
        `console.log("pid " + process.pid); process.on("SIGINT", () => {}); setInterval(() => {}, 1000);`,
      ),
    );
    const cli = join(__dirname, "../../../../cli/media-storage.cjs");
    const command = spawn(process.execPath, [cli, "preview", "--stack", "dev", "--cwd", inProject()], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    const pid = await new Promise<number>((resolve) => {
      command.stderr.on("data", (text) => {
        const found = /pid (\d+)/.exec(String(text));
        if (found) resolve(Number(found[1]));
      });
    });
    const ended = new Promise<unknown>((resolve) => command.once("exit", (_, signal) => resolve(signal)));
    command.kill("SIGINT");
    expect(await ended).toBe("SIGINT");
    await gone(pid);
  });

  it("does not keep the command waiting for a process that it leaves behind", async () => {
    write(
      program(
        `const { spawn } = require("node:child_process");
const left = spawn(process.execPath, ["-e", "setTimeout(() => require('node:fs').writeFileSync('ended', ''), 20_000)"], { stdio: "inherit" });
left.unref();
new ConfigMap("a", { data: { pid: String(left.pid) } });`,
      ),
    );
    const cli = join(__dirname, "../../../../cli/media-storage.cjs");
    const command = spawn(process.execPath, [cli, "preview", "--stack", "dev", "--cwd", inProject()], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    let out = "";
    command.stdout.on("data", (text) => (out += String(text)));
    const code = await new Promise((resolve) => command.once("close", resolve));
    expect(code).toBe(0);
    const pid = Number(/pid: +"?(\d+)/.exec(out)?.[1]);
    expect(existsSync(inProject("ended"))).toBe(false);
    process.kill(pid, "SIGKILL");
  });
});

/** Waits until a process has ended; fails after 5 seconds. */
async function gone(pid: number): Promise<void> {
  for (let i = 0; i < 50; i++) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${pid} still runs.`);
}

describe("a plain call of a function", () => {
  it("returns unknown members that can be passed on", async () => {
    const { out, code } = await previewOf(
      program(`module.exports = async () => {
  const thing = await getThing();
  new ConfigMap("a", { data: { id: thing.id, first: thing.names[0], text: pulumi.interpolate\`x-\${thing.id}\` } });
};`),
    );
    expect(code).toBe(0);
    expect(out).toMatch(/first: <known after up>\n +id: +<known after up>\n +text: +<known after up>\n/);
  });

  it("whose output form is used is unknown, and so is each of its members", async () => {
    const { out, err } = await previewOf(
      program(`const thing = getThingOutput();
thing.apply(() => console.log("whole")); thing.id.apply(() => console.log("member"));
new ConfigMap("a", { data: { id: thing.id, first: thing.names[0], all: pulumi.jsonStringify(thing) } });`),
    );
    expect(err).toBe("");
    expect(out).toMatch(/all: +<known after up>\n +first: <known after up>\n +id: +<known after up>\n/);
  });

  it.each([
    ["for a loop", "for (const name of (await getThing()).names) new ConfigMap(name, {});"],
    ["whose members are not declared", "new ConfigMap((await getOther()).items[0], {});"],
    ["as a text", 'const { id } = await getThing(); new ConfigMap("a", { data: { id: `x-${id}` } });'],
  ])("%s is named by the error", async (_, body) => {
    const { code, err } = await previewOf(program(`module.exports = async () => { ${body} };`));
    expect(code).toBe(1);
    expect(err).toMatch(
      /\nOffline, the results of these functions are unknown: kubernetes:index\/get(Thing|Other):get/,
    );
    expect(err).toContain("call the function in its output form, whose name ends with Output");
  });
});

describe("a project without a program that can be run", () => {
  it("is in another language", async () => {
    const { err } = await previewOf({ "Pulumi.yaml": "name: shop\nruntime: python\n" });
    expect(err).toBe(
      `error: The program in ${inProject()} has the runtime python, and the offline preview runs only programs for nodejs; run \`pulumi preview\` there\n`,
    );
  });

  it("has no program file", async () => {
    expect((await previewOf({})).err).toContain(`error: The folder ${inProject()} has no program: `);
  });

  it("has no SDK", async () => {
    write(program(""));
    rmSync(inProject("node_modules"));
    expect((await previewOf({})).err).toBe(
      `error: The program in ${inProject()} has no @pulumi/pulumi; install its packages there (\`npm install\`, or \`pulumi install\`)\n`,
    );
  });

  it("has wrong options for Node.js", async () => {
    const options = (text: string) => ({
      ...program(""),
      "Pulumi.yaml": `name: shop\nruntime: { name: nodejs, options: { ${text} } }\n`,
    });
    for (const [option, message] of [
      ["nodeargs: [a]", "runtime.options.nodeargs is not a string of arguments"],
      ["typescript: 'no'", "runtime.options.typescript is not true or false"],
      ["tsconfig: 3", "runtime.options.tsconfig is not a path"],
    ] as const)
      expect((await previewOf(options(option))).err).toContain(
        `Pulumi.yaml: ${message}; correct it or remove it\n`,
      );
  });
});

describe("a text made from the unknown result of a plain call is an error, because it would be wrong", () => {
  it.each([
    [
      "in JSON",
      "",
      'new ConfigMap("a", { data: { policy: JSON.stringify({ id: thing.id }) } });',
      "An input of a ",
    ],
    ["in a template", "", 'new ConfigMap("a", { data: { text: `x-${thing.id}` } });', "An input of a "],
    [
      "in an output of a component",
      'class Site extends pulumi.ComponentResource { constructor(name, out) { super("acme:index:Site", name, {}); this.registerOutputs(out); } }\n',
      'new Site("site", { text: `x-${thing.id}` });',
      "An output of site ",
    ],
    ["in an output of the stack", "", "return { text: `x-${thing.id}` };", "An output of the stack "],
  ])("%s", async (_, head, body, where) => {
    const { code, err } = await previewOf(
      program(`${head}module.exports = async () => { const thing = await getThing(); ${body} };`),
    );
    expect(code).toBe(1);
    expect(err).toContain(`error: ${where}`);
    expect(err).toContain("is made from a value that is unknown offline");
  });
});
