/**
 * Makes @pulumi/pulumi load its heavy modules only when something uses them. They are most of its start, and a run without an
 * engine uses none: the TypeScript compiler and npm's dependency resolver (for closures that become Lambda functions), gRPC,
 * and the Automation API. What is deferred works as before from its first use on, so this fits every version of the SDK:
 * one that uses a module while it loads, or has other modules, only starts as slowly as without this file.
 */
import Module from "node:module";

/** The requests within the SDK that are deferred: namespaces of modules, never functions or classes. */
const DEFERRED = new RegExp(
  [
    String.raw`^(\.{1,2}/)+(typescript-shim|automation|dynamic|provider|proto/\w+_grpc_pb)$`,
    "^(@grpc/grpc-js|@npmcli/arborist|@opentelemetry/api|fdir|normalize-package-data|semver)$",
  ].join("|"),
);

type Load = (request: string, parent: NodeJS.Module | undefined, isMain: boolean) => unknown;

/** Call it before the SDK is loaded. */
export function deferModules(): void {
  // Not documented, but what every tool that hooks into `require` replaces. Node.js 20 has nothing else.
  const loader = Module as unknown as { _load?: Load };
  const { _load: load } = loader;
  if (typeof load !== "function") return;
  loader._load = function (request, parent, isMain) {
    const now = () => load.call(this, request, parent, isMain);
    return DEFERRED.test(request) && isInSdk(parent) ? deferred(now as () => object) : now();
  };
}

function isInSdk(parent: NodeJS.Module | undefined): boolean {
  return parent !== undefined && /[\\/]@pulumi[\\/]pulumi[\\/]/.test(parent.filename);
}

/** Stands in for a module, and loads it at the first use. */
function deferred(load: () => object): object {
  return new Proxy(
    {},
    {
      get(_, name) {
        // TypeScript's helpers ask for it at each import. With `true` they keep this object instead of copying the module.
        if (name === "__esModule") return true;
        const module = load() as Record<PropertyKey, unknown>;
        // They would have added it to a module of another kind.
        if (name === "default" && module["__esModule"] !== true) return module;
        return Reflect.get(module, name);
      },
      set: (_, name, value) => Reflect.set(load(), name, value),
      has: (_, name) => Reflect.has(load(), name),
      ownKeys: () => Reflect.ownKeys(load()),
      getOwnPropertyDescriptor(_, name) {
        const descriptor = Reflect.getOwnPropertyDescriptor(load(), name);
        // A proxy may not report a property as fixed that its target lacks.
        return descriptor && { ...descriptor, configurable: true };
      },
    },
  );
}
