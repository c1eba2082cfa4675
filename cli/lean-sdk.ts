/**
 * Makes @pulumi/pulumi load and run faster for a preview that has no engine: 0.6 s of its start are modules that only an
 * engine or a closure needs (the TypeScript compiler, npm's dependency resolver, gRPC), and a third of its run time are
 * stack traces. This is the one file that knows of the SDK's inside, and nothing else knows of this file but main.ts.
 * With an SDK that it was not checked with it does nothing, and the preview takes longer and prints the same.
 */
import Module, { createRequire } from "node:module";

/** The minor versions of @pulumi/pulumi 3 that it was checked with, the first and the last. */
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
  keepValuesInMessages();
  answerWithValues();
  leaveOutAliases();
  makeOutputsWhenAsked();
  serializeTextsAtOnce();
  searchOnlyAmongSome();
  return true;
}

function isChecked(): boolean {
  const { version } = load("@pulumi/pulumi/package.json") as { version: string };
  const [major, minor] = version.split(".").map(Number);
  return major === 3 && minor !== undefined && minor >= CHECKED.first && minor <= CHECKED.last;
}

/** Each output makes four promises, each promise and each resource notes where it was made, and nobody reads that here. */
function leaveOutStackTraces(): void {
  Error.stackTraceLimit = 0;
  // The leak report goes with it; the preview says by itself when something never settles.
  replace(
    load("@pulumi/pulumi/runtime/debuggable"),
    "debuggablePromise",
    () => (promise: unknown) => promise,
  );
  const { Resource } = load("@pulumi/pulumi/resource") as { Resource: unknown };
  replace(Resource, "stackTrace", () => () => []);
}

/** A message that never leaves the process need not be encoded and decoded: it carries its values as they are. */
function keepValuesInMessages(): void {
  const ofSdk = createRequire(load.resolve("@pulumi/pulumi/package.json"));
  const { Struct } = ofSdk("google-protobuf/google/protobuf/struct_pb") as { Struct: new () => object };
  const fromJavaScript = (values: unknown) => Object.assign(new Struct(), { toJavaScript: () => values });
  replace(Struct, "fromJavaScript", () => fromJavaScript);
}

interface MockMonitor {
  mocks: { newResource(resource: object): { id?: string | undefined; state: unknown } };
  resources: Map<string, object>;
  newUrn(parent: string, type: string, name: string): string;
}
interface Message {
  getType(): string;
  getName(): string;
  getParent(): string;
  getProvider(): string;
  getCustom(): boolean;
  getImportid(): string;
  getObject(): { toJavaScript(): object };
}
type Answer = (error: unknown, response?: object) => void;

/** The mocks read a message, answer with another, and wait for each value on the way. Here the values are handed on. */
function answerWithValues(): void {
  const { MockMonitor } = load("@pulumi/pulumi/runtime/mocks") as { MockMonitor: { prototype: unknown } };
  replace(MockMonitor.prototype, "registerResource", () => registerResource);
}

function registerResource(this: MockMonitor, message: Message, answer: Answer): void {
  const [type, name] = [message.getType(), message.getName()];
  const urn = this.newUrn(message.getParent(), type, name);
  try {
    const inputs = message.getObject().toJavaScript();
    const [custom, id, provider] = [message.getCustom(), message.getImportid(), message.getProvider()];
    const made = this.mocks.newResource({ type, name, inputs, custom, id, provider });
    this.resources.set(urn, { urn, id: made.id ?? null, state: made.state });
    answer(null, {
      getUrn: () => urn,
      getId: () => made.id ?? "",
      getObject: () => ({ toJavaScript: () => made.state }),
      getPropertydependenciesMap: () => undefined,
      getResult: () => 0,
    });
  } catch (error) {
    answer(error);
  }
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

type Resolve = (...values: unknown[]) => void;
type TransferProperties = (onto: object, label: string, props: object) => Record<string, Resolve>;

/** A resource has an output for each of its properties, ten promises each, and hardly any is ever looked at. */
function makeOutputsWhenAsked(): void {
  replace(load("@pulumi/pulumi/runtime/rpc"), "transferProperties", (plain) => {
    const make = plain as TransferProperties;
    const transferProperties: TransferProperties = (onto, label, props) => {
      const properties = Object.entries(props).filter(isProperty);
      const resolvers = properties.map(([name, value]): [string, Resolve] => {
        let values: unknown[] | undefined;
        let resolve: Resolve = (...known) => void (values = known);
        const get = (): unknown => {
          Reflect.deleteProperty(onto, name);
          resolve = make(onto, label, { [name]: value as unknown })[name] ?? resolve;
          if (values) resolve(...values);
          return Reflect.get(onto, name) as unknown;
        };
        Object.defineProperty(onto, name, { get, enumerable: true, configurable: true });
        return [name, (...known) => resolve(...known)];
      });
      return Object.fromEntries(resolvers);
    };
    return transferProperties;
  });
}

type Serialized = [values: Record<string, unknown>, dependencies: Map<string, Set<unknown>>];
type Serialize = (label: string, props: object, options: unknown) => Promise<Serialized>;

/** The SDK waits for each property, and most are texts, or not there: nothing that anybody could wait for. */
function serializeTextsAtOnce(): void {
  replace(load("@pulumi/pulumi/runtime/rpc"), "serializeResourceProperties", (plain) => {
    const serialize: Serialize = async (label, props, options) => {
      const properties = Object.entries(props).filter(isProperty);
      const others = properties.filter(([, value]) => !isScalar(value));
      const [values, dependencies] = await (plain as Serialize)(label, Object.fromEntries(others), options);
      for (const [name, value] of properties) {
        if (value === undefined || !isScalar(value)) continue;
        values[name] = value;
        dependencies.set(name, new Set());
      }
      return [values, dependencies];
    };
    return serialize;
  });
}

function isScalar(value: unknown): boolean {
  return typeof value !== "object" && typeof value !== "function";
}

/** The id and the URN have a life of their own. */
function isProperty([name]: [string, unknown]): boolean {
  return name !== "id" && name !== "urn";
}

type Search = (resources: Set<unknown>, exclude: unknown) => Promise<Set<string>>;

/** Most properties depend on no resource, and the SDK takes five promises each to find out. */
function searchOnlyAmongSome(): void {
  const dependsOn: unknown = load("@pulumi/pulumi/runtime/dependsOn");
  replace(dependsOn, "getAllTransitivelyReferencedResourceURNs", (plain) => {
    const search: Search = (resources, exclude) =>
      resources.size === 0 ? Promise.resolve(new Set()) : (plain as Search)(resources, exclude);
    return search;
  });
}

/** Puts another function in the place of one, if it is there. */
function replace(owner: unknown, name: string, by: (plain: unknown) => unknown): void {
  const members = owner as Record<string, unknown>;
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
