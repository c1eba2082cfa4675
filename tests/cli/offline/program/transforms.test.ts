/** Transforms in programs of a user's own: functions that change resources before they are registered. */
import type { PreviewJson } from "../../../../cli/preview/preview-json";
import { previewOf, program, social, withUserProjects } from "./user-project";

withUserProjects();

it("change inputs and options, a resource's own before its parents' and the stack's", async () => {
  const add = (what: string) =>
    `({ props, opts }) => ({ props: { ...props, data: { ...props.data, order: (props.data?.order ?? "") + "${what}" } }, opts })`;
  const { out, err, code } = await previewOf(
    program(`pulumi.runtime.registerResourceTransform(({ type, props, opts }) => type.startsWith("kubernetes:") ? (${add("stack")})({ props, opts }) : undefined);
class Site extends pulumi.ComponentResource { constructor(name, opts) { super("acme:index:Site", name, {}, opts); } }
const parent = new Site("site", { transforms: [({ type, ...rest }) => type.startsWith("kubernetes:") ? (${add("parent-")})(rest) : undefined] });
new ConfigMap("a", {}, { parent, transforms: [async (args) => { await null; return (${add("own-")})({ ...args, opts: { ...args.opts, protect: true } }); }] });`),
  );
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain("kubernetes:core/v1:ConfigMap  a  [protect]\n");
  expect(out).toMatch(/order: own-parent-stack\n/);
});

it("see secrets and unknown values, and keep them", async () => {
  const { out } = await previewOf(
    program(`const other = new pulumi.StackReference("acme/other/prod");
new ConfigMap("a", { data: { token: pulumi.secret("canary-of-a-token"), vpc: other.getOutput("vpc") } }, { transforms: [({ props, opts }) => ({ props: { ...props, data: pulumi.output(props.data).apply((data) => ({ ...data })) , metadata: { name: "x" } }, opts })] });`),
  );
  expect(out).not.toContain("canary-of-a-token");
  expect(out).toMatch(/metadata:\n +name: x\n/);
});

it("are seen by the table of access: the policy that is judged is the one that they leave", async () => {
  const { out } = await previewOf(
    program(`const { MastodonStorage } = require("media-storage");
const open = ({ type, props, opts }) => type !== "aws:s3/bucketPolicy:BucketPolicy" ? undefined : { opts, props: { ...props, policy: pulumi.output(props.policy).apply((text) => text.replace('"s3:GetObject"', '["s3:GetObject","s3:DeleteObject"]')) } };
exports.social = new MastodonStorage("social", ${social()}, { transforms: [open] }).deployment;`),
  );
  expect(out).toMatch(/delete an object +yes +yes +yes\n/);
});

it("that fail end the preview with their message", async () => {
  const { code, err } = await previewOf(
    program(`new ConfigMap("a", {}, { transforms: [() => { throw new Error("not on a Friday"); }] });`),
  );
  expect(code).toBe(1);
  expect(err).toContain("not on a Friday");
});

it("of functions and hooks are accepted, and do not change the result", async () => {
  const { code, err, out } = await previewOf(
    program(`pulumi.runtime.registerInvokeTransform(() => undefined);
const hook = new pulumi.ResourceHook("check", () => { console.log("ran"); });
new ConfigMap("a", { data: { id: getThingOutput().id } }, { hooks: { beforeCreate: [hook] } });`),
    { json: true },
  );
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect((JSON.parse(out) as PreviewJson).changeSummary).toEqual({ create: 2 });
});

it("leave the options of a resource that the state holds, and can change them", async () => {
  const { out } = await previewOf(
    program(`const first = new ConfigMap("first", {});
const opts = { ignoreChanges: ["data"], replaceOnChanges: ["metadata"], deletedWith: first };
new ConfigMap("plain", {}, opts);
new ConfigMap("changed", {}, { ...opts, transforms: [({ props, opts }) => ({ props: { ...props, data: { a: "b" } }, opts: { ...opts, ignoreChanges: [] } })] });`),
    { json: true },
  );
  const { steps } = JSON.parse(out) as PreviewJson;
  const stateOf = (name: string) => steps.find(({ urn }) => urn.endsWith(`::${name}`))?.newState;
  const kept = { replaceOnChanges: ["metadata"], deletedWith: stateOf("first")?.urn };
  expect(stateOf("plain")).toMatchObject({ ...kept, ignoreChanges: ["data"] });
  expect(stateOf("changed")).toMatchObject({ ...kept, propertyDependencies: { data: [] } });
  expect(stateOf("changed")).not.toHaveProperty("ignoreChanges");
  expect(stateOf("first")).not.toHaveProperty("inputs");
});
