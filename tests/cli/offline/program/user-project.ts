/** Projects with programs of a user's own, and the preview of them. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { preview, type PreviewOptions } from "../../../../cli/preview/preview";
import { compileTo } from "../../compiled";
import { testStreams, type Said } from "../../streams";

const root = join(__dirname, "../../../..");

/** A package of another provider, as small as one can be: @pulumi/kubernetes has 100 MB. */
const KUBERNETES = `const pulumi = require("@pulumi/pulumi");
exports.ConfigMap = class ConfigMap extends pulumi.CustomResource {
  constructor(name, args, opts) { super("kubernetes:core/v1:ConfigMap", name, { data: undefined, metadata: undefined, ...args }, opts); }
};
exports.getThing = (args, opts) => pulumi.runtime.invoke("kubernetes:index/getThing:getThing", args ?? {}, opts);
exports.getThingOutput = (args, opts) => pulumi.runtime.invokeOutput("kubernetes:index/getThing:getThing", args ?? {}, opts);
exports.getOther = (args, opts) => pulumi.runtime.invoke("kubernetes:index/getOther:getOther", args ?? {}, opts);
`;
const THING = `export interface GetThingResult {
    readonly id: string;
    readonly names: string[];
}
`;

/** The node_modules that all projects of a test file share. */
let modules = "";
let folder = "";

/** Call it at the top of a test file that has programs of a user's own. */
export function withUserProjects(): void {
  beforeAll(() => {
    // Under this name Node.js looks for the packages' own dependencies here too.
    modules = join(realpathSync(mkdtempSync(join(tmpdir(), "user-modules-"))), "node_modules");
    mkdirSync(join(modules, "@pulumi/kubernetes"), { recursive: true });
    const sdks = join(root, "node_modules/@pulumi");
    for (const name of readdirSync(sdks)) symlinkSync(join(sdks, name), join(modules, "@pulumi", name));
    writeFileSync(join(modules, "@pulumi/kubernetes/index.js"), KUBERNETES);
    writeFileSync(join(modules, "@pulumi/kubernetes/getThing.d.ts"), THING);
    writeFileSync(
      join(modules, "@pulumi/kubernetes/package.json"),
      '{"name":"@pulumi/kubernetes","main":"index.js"}',
    );
    symlinkSync(join(root, "node_modules/typescript"), join(modules, "typescript"));
    mkdirSync(join(modules, "@types"));
    symlinkSync(join(root, "node_modules/@types/node"), join(modules, "@types/node"));
    mkdirSync(join(modules, "media-storage"));
    compileTo(join(modules, "media-storage/index.js"), join(root, "components/index.ts"));
    writeFileSync(join(modules, "media-storage/package.json"), '{"name":"media-storage","main":"index.js"}');
    writeFileSync(join(modules, "media-storage/index.d.ts"), "export declare const MastodonStorage: any;\n");
  });
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "user-project-")));
    symlinkSync(modules, join(folder, "node_modules"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  afterAll(() => rmSync(dirname(modules), { recursive: true }));
}

/** The path of a file in the project. */
export const inProject = (name = ""): string => join(folder, name);

const DEFAULTS = {
  "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
  "package.json": '{"name":"shop","private":true}',
  "Pulumi.dev.yaml": "",
};

/** Writes files into the project. */
export function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries({ ...DEFAULTS, ...files })) {
    mkdirSync(dirname(inProject(name)), { recursive: true });
    writeFileSync(inProject(name), text);
  }
}

/** Writes files into the project and previews it. */
export async function previewOf(
  files: Record<string, string>,
  options: Partial<PreviewOptions> = {},
): Promise<Said & { code: number }> {
  write(files);
  const streams = testStreams();
  const code = await preview(
    { stack: "dev", json: false, full: true, timeout: 60, ...options, cwd: folder },
    streams,
  );
  return { code, ...streams.said };
}

/** A program in JavaScript: CommonJS, with what most programs need. */
export function program(body: string): Record<string, string> {
  const head = `const pulumi = require("@pulumi/pulumi");
const { ConfigMap, getThing, getThingOutput, getOther } = require("@pulumi/kubernetes");
`;
  return { "index.js": head + body };
}

/** The arguments of a storage, as JavaScript; `rest`: more of them. */
export const social = (rest = ""): string =>
  `{ webDomain: "social.example", bucket: "social-media", store: { aws: { region: "eu-central-1" } }, ${rest} }`;
