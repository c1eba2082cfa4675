/**
 * Makes @pulumi/pulumi load and run faster for a preview that has no engine: 0.6 s of its start are modules that only an
 * engine or a closure needs (the TypeScript compiler, npm's dependency resolver, gRPC), a third of its run time are stack
 * traces, and most of the rest are messages to an engine and outputs that nobody asks for. This is the one file that changes
 * the SDK's inside, and nothing else knows of this file but main.ts. With an SDK that it was not checked with it does
 * nothing, and the preview takes longer and prints the same.
 */
import Module, { createRequire } from "node:module";
import { ownMember } from "../problems/own-member";

/**
 * The minor versions of @pulumi/pulumi 3 that it was checked with, the first and the last: tests/cli/lean-sdk.test.ts passes
 * with 3.248, 3.258 and 3.270.
 */
const CHECKED = { first: 248, last: 270 };

// Not `import`, which would load the SDK before anything is deferred.
const load = createRequire(__filename);

/** How a deferred module is used while nobody needs it. */
type Use = "functions" | "namespace";

/** Requests from within the SDK that wait until they are needed. */
const DEFERRED: readonly (readonly [RegExp, Use])[] = [
  // Its functions are handed on one by one when the SDK loads.
  [/^\.\/closure\/(serializeClosure|codePaths)$/, "functions"],
  [/^\.\/automation$/, "namespace"],
  [/^@grpc\/grpc-js$/, "namespace"],
  [/_grpc_pb$/, "namespace"],
];

type Load = (request: string, parent: NodeJS.Module | undefined, isMain: boolean) => unknown;

/** Returns whether the SDK is one that it knows. Set MEDIA_STORAGE_PLAIN_SDK=1 to have it the plain way. */
export function leanSdk(env: NodeJS.ProcessEnv): boolean {
  if (env["MEDIA_STORAGE_PLAIN_SDK"] === "1" || !isChecked()) return false;
  deferHeavyModules();
  leaveOutStackTraces();
  leaveOutAliases();
  registerWithoutMessages();
  return true;
}

function isChecked(): boolean {
  const { version } = load("@pulumi/pulumi/package.json") as { version: string };
  const [major, minor] = version.split(".").map(Number);
  return major === 3 && minor !== undefined && minor >= CHECKED.first && minor <= CHECKED.last;
}

/** Each output makes four promises, each promise and each resource notes where it was made, and nobody reads that here. */
function leaveOutStackTraces(): void {
  // The leak report goes with it; the preview says by itself when something never settles.
  replace(
    load("@pulumi/pulumi/runtime/debuggable"),
    "debuggablePromise",
    () => (promise: unknown) => promise,
  );
  const { Resource } = load("@pulumi/pulumi/resource") as { Resource: unknown };
  replace(Resource, "stackTrace", () => () => []);
}

type MergeOptions = (...options: unknown[]) => { aliases?: unknown };

/** The former names of a provider's resources are for the engine, which looks for them in the state. Here is none. */
function leaveOutAliases(): void {
  replace(load("@pulumi/pulumi/resource"), "mergeOptions", (plain) => (...options: unknown[]) => {
    const merged = (plain as MergeOptions)(...options);
    delete merged.aliases;
    return merged;
  });
}

type Values = Record<string, unknown>;
type Serialized = [values: Values, dependencies: Map<string, Set<Made>>];

/** A resource that is being made. */
interface Made {
  urn: { promise(): Promise<string> };
  [REGISTERED]?: Registered;
}
interface Registered {
  /** Never settles where the registration failed: what depends on it waits, so that one error says what is wrong. */
  answer: Promise<Answer>;
  /** The properties that it has an output for. */
  outputs: ReadonlySet<string>;
}
const REGISTERED = Symbol("registered");

interface Answer {
  getUrn(): string;
  getId(): string;
  getObject(): { toJavaScript(): Values };
}
interface Monitor {
  registerResource(request: object, answer: (error: Error | null, answer: Answer) => void): void;
  registerResourceOutputs(request: object, answer: (error: Error | null) => void): void;
}

/** What is asked of the SDK's inside. */
interface Sdk {
  rpcKeepAlive(): () => void;
  getMonitor(): Monitor;
  serializeProperties(label: string, props: Values): Promise<Values>;
  serializeResourceProperties(label: string, props: Values, options: object): Promise<Serialized>;
  deserializeProperties(struct: { toJavaScript(): Values }): Values;
  isRpcSecret: (value: unknown) => unknown;
  unwrapRpcSecret: (value: unknown) => unknown;
  gatherExplicitDependencies(dependsOn: unknown): Promise<Made[]>;
  getAllTransitivelyReferencedResourceURNs(from: Set<Made>, exclude: Set<Made>): Promise<Set<string>>;
  CustomResource: { isInstance(value: unknown): boolean };
  ProviderResource: { register(provider: unknown): Promise<string | undefined> };
  Output: new (
    made: Made,
    value: Promise<unknown>,
    isKnown: Promise<boolean>,
    isSecret: Promise<boolean>,
    all?: Promise<Made>,
  ) => unknown;
}

/** The options that it knows to hand on, or knows that a preview does without. */
const OPTIONS = new Set([
  ...["parent", "provider", "providers", "protect", "retainOnDelete", "deleteBeforeReplace", "import"],
  ...["dependsOn", "additionalSecretOutputs", "aliases", "version", "pluginDownloadURL"],
]);

/** A resource as the SDK's constructor hands it over to be registered. */
type Registering = [
  made: Made,
  parent: Made | undefined,
  type: string,
  name: string,
  custom: boolean,
  remote: boolean,
  newDependency: unknown,
  props: Values,
  options: Values,
  ...unknown[],
];

/**
 * The SDK makes a message of every resource, waits some forty times until the monitor has answered, and makes an output, of
 * twelve promises, of each property, while hardly one is ever looked at. Here the values are handed on as they are, and an
 * output is made when somebody asks for it.
 */
function registerWithoutMessages(): void {
  const modules = ["runtime/settings", "runtime/rpc", "runtime/dependsOn", "resource", "output"];
  // Each of the names is one module's.
  const sdk = Object.assign({}, ...modules.map((name) => load(`@pulumi/pulumi/${name}`) as object)) as Sdk;
  const internals: unknown = load("@pulumi/pulumi/runtime/resource");
  replace(internals, "registerResource", (plain) => (...args: Registering) => {
    const [made, , , , custom, remote, , props, options] = args;
    const isUnhandled = ([option, value]: [string, unknown]) =>
      value !== undefined && (!OPTIONS.has(option) || (option === "provider" && !custom));
    if (remote || Object.entries(options).some(isUnhandled)) {
      (plain as (...args: Registering) => void)(...args);
      return;
    }
    const done = sdk.rpcKeepAlive();
    const outputs = new Set(custom ? ["urn", "id", ...Object.keys(props)] : ["urn"]);
    makeOutputsWhenAsked(sdk, made, outputs);
    const answer = new Promise<Answer>((resolve) => {
      // Nobody catches what goes wrong, and the process ends with it.
      void register(sdk, args).then(resolve).finally(done);
    });
    made[REGISTERED] = { answer, outputs };
  });
  replace(internals, "registerResourceOutputs", () => (made: Made, outputs: Values) => {
    void registerOutputs(sdk, made, outputs).finally(sdk.rpcKeepAlive());
  });
}

async function register(
  sdk: Sdk,
  [made, parent, type, name, custom, , , props, options]: Registering,
): Promise<Answer> {
  const { dependsOn } = options;
  const explicit = new Set(dependsOn === undefined ? [] : await sdk.gatherExplicitDependencies(dependsOn));
  const [values, resourcesOf] = await serialized(sdk, `resource:${name}[${type}]`, props);
  const parentUrn = parent ? await parent.urn.promise() : "";
  const { provider } = options;
  const providerRef = custom && provider ? await sdk.ProviderResource.register(provider) : undefined;
  const urnsOf = async (resources: Set<Made>): Promise<string[]> => {
    const others = [...resources].filter((resource) => resource !== made);
    // In place of a component it is its children that are waited for, and the SDK knows them.
    const known = others.map((other) =>
      sdk.CustomResource.isInstance(other) ? other[REGISTERED]?.answer : undefined,
    );
    if (known.every((answer) => answer !== undefined))
      return (await Promise.all(known)).map((answer) => answer.getUrn());
    return [...(await sdk.getAllTransitivelyReferencedResourceURNs(resources, new Set([made])))];
  };
  const dependencies = new Set(await urnsOf(explicit));
  const urnsByProperty = new Map<string, { getUrnsList: () => string[] }>();
  for (const [property, resources] of resourcesOf) {
    const urns = await urnsOf(resources);
    for (const urn of urns) dependencies.add(urn);
    urnsByProperty.set(property, { getUrnsList: () => urns });
  }
  const request = {
    getType: () => type,
    getName: () => name,
    getParent: () => parentUrn,
    getCustom: () => custom,
    getObject: () => ({ toJavaScript: () => values }),
    getProvider: () => providerRef ?? "",
    getProtect: () => options["protect"],
    getRetainondelete: () => options["retainOnDelete"],
    getDeletebeforereplace: () => options["deleteBeforeReplace"] ?? false,
    getImportid: () => (custom && options["import"]) || "",
    getDependenciesList: () => [...dependencies],
    getPropertydependenciesMap: () => urnsByProperty,
    getAdditionalsecretoutputsList: () => options["additionalSecretOutputs"] ?? [],
  };
  return new Promise((resolve, reject) => {
    sdk.getMonitor().registerResource(request, (error, answer) => (error ? reject(error) : resolve(answer)));
  });
}

async function registerOutputs(sdk: Sdk, made: Made, outputs: Values): Promise<void> {
  const urn = await made.urn.promise();
  const { outputs: values } = await sdk.serializeProperties("registerOutputs", { outputs });
  const request = { getUrn: () => urn, getOutputs: () => ({ toJavaScript: () => values }) };
  await new Promise<void>((resolve, reject) => {
    sdk.getMonitor().registerResourceOutputs(request, (error) => (error ? reject(error) : resolve()));
  });
}

/** The SDK waits for each property, and most are data: nothing that anybody could wait for. */
async function serialized(sdk: Sdk, label: string, props: Values): Promise<Serialized> {
  const data: [name: string, value: unknown][] = [];
  const others: [name: string, value: unknown][] = [];
  for (const [name, value] of Object.entries(props)) {
    if (isProperty(name) && value !== undefined) (isData(value) ? data : others).push([name, value]);
  }
  const [values, resources]: Serialized =
    others.length === 0
      ? [{}, new Map()]
      : await sdk.serializeResourceProperties(label, Object.fromEntries(others), {});
  for (const [name] of data) resources.set(name, new Set());
  const copies = data.map(([name, value]) => [name, copied(value)]);
  return [{ ...values, ...Object.fromEntries(copies) }, resources];
}

/** Whether it is a scalar, or made of nothing else. */
function isData(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return typeof value !== "function";
  if (Array.isArray(value)) return value.every(isData);
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isData);
}

/** A copy of data as the SDK writes it: without what is undefined. */
function copied(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => copied(item) ?? null);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, copied(member)]));
}

/**
 * Gives a class of resources its outputs, each made when somebody looks at it. Once for the class: accessors of each object's
 * own keep it in memory until the next full garbage collection.
 */
function makeOutputsWhenAsked(sdk: Sdk, made: Made, names: ReadonlySet<string>): void {
  const prototype = Object.getPrototypeOf(made) as object;
  for (const name of names) {
    if (Object.hasOwn(prototype, name)) continue;
    const own = (value: unknown) => ({ value, enumerable: true, configurable: true, writable: true });
    Object.defineProperty(prototype, name, {
      get(this: Made) {
        const { answer, outputs } = this[REGISTERED] ?? {};
        if (answer === undefined || outputs?.has(name) !== true) return undefined;
        const output = outputOf(sdk, this, answer, name);
        Object.defineProperty(this, name, own(output));
        return output;
      },
      set(this: Made, value: unknown) {
        Object.defineProperty(this, name, own(value));
      },
      configurable: true,
    });
  }
}

function outputOf(sdk: Sdk, made: Made, answer: Promise<Answer>, name: string): unknown {
  if (isProperty(name)) {
    const value = answer.then((known) => {
      const toJavaScript = () => ({ [name]: ownMember(known.getObject().toJavaScript(), name) });
      return ownMember(sdk.deserializeProperties({ toJavaScript }), name);
    });
    const isKnown = value.then((known) => known !== undefined);
    const isSecret = value.then((known) => Boolean(sdk.isRpcSecret(known)));
    return new sdk.Output(made, value.then(sdk.unwrapRpcSecret), isKnown, isSecret);
  }
  const value = answer.then((known) => (name === "urn" ? known.getUrn() : known.getId() || undefined));
  const isKnown = value.then((known) => known !== undefined);
  return new sdk.Output(made, value, isKnown, Promise.resolve(false), Promise.resolve(made));
}

/** The id and the URN have a life of their own. */
function isProperty(name: string): boolean {
  return name !== "id" && name !== "urn";
}

type Replaced =
  "debuggablePromise" | "stackTrace" | "mergeOptions" | "registerResource" | "registerResourceOutputs";

/** Puts another function in the place of one, if it is there. */
function replace(owner: unknown, name: Replaced, by: (plain: unknown) => unknown): void {
  const members = owner as Record<Replaced, unknown>;
  if (typeof members[name] === "function") members[name] = by(members[name]);
}

function deferHeavyModules(): void {
  const loader = Module as unknown as { _load: Load };
  const { _load: plain } = loader;
  loader._load = function (this: unknown, request, parent, isMain) {
    const use = DEFERRED.find(([pattern]) => pattern.test(request))?.[1];
    if (use === undefined || !isOfSdk(parent)) return plain.call(this, request, parent, isMain);
    let module: object | undefined;
    return deferred(() => (module ??= plain.call(this, request, parent, isMain) as object), use);
  };
}

function isOfSdk(parent: NodeJS.Module | undefined): boolean {
  return parent !== undefined && /[\\/]@pulumi[\\/]pulumi[\\/]/.test(parent.filename);
}

/** Stands in for a module until somebody touches it. */
function deferred(load: () => object, use: Use): object {
  return new Proxy(
    {},
    {
      get(_, name) {
        // Asked by the helpers of compiled imports, who then take the module as it is instead of copying it.
        if (name === "__esModule") return true;
        if (use === "functions") {
          return (...args: unknown[]) =>
            (Reflect.get(load(), name) as (...args: unknown[]) => unknown)(...args);
        }
        return Reflect.get(load(), name) as unknown;
      },
      has: (_, name) => Reflect.has(load(), name),
      ownKeys: () => Reflect.ownKeys(load()),
      getOwnPropertyDescriptor(_, name) {
        const descriptor = Reflect.getOwnPropertyDescriptor(load(), name);
        return descriptor && { ...descriptor, configurable: true };
      },
    },
  );
}
