/**
 * Makes @pulumi/pulumi load its heavy modules only when something uses them. They take most of its start time, and a run without
 * an engine uses none of them: the TypeScript compiler and npm's dependency resolver (for closures that become Lambda functions),
 * gRPC, and the Automation API. A deferred module works normally from its first use. So this works with every version of the SDK:
 * if a version uses a module while it loads, or has other modules, it only starts as slowly as without this file.
 */
import Module from "node:module";

/** The deferred `require` requests of the SDK. They return namespaces, never functions or classes. */
const DEFERRED = new RegExp(
  [
    String.raw`^(\.{1,2}/)+(typescript-shim|automation|dynamic|provider|proto/\w+_grpc_pb)$`,
    "^(@grpc/grpc-js|@npmcli/arborist|@opentelemetry/api|fdir|normalize-package-data|semver)$",
  ].join("|"),
);

type Load = (request: string, parent: NodeJS.Module | undefined, isMain: boolean) => unknown;

/** Call it before the SDK is loaded. */
export function deferModules(): void {
  // Not documented, but every tool that hooks into `require` replaces it. Node.js 20 has no other way.
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

/** A proxy for a module that loads it at the first use. */
function deferred(load: () => object): object {
  return new Proxy(
    {},
    {
      get(_, name) {
        // TypeScript's helpers ask for it at each import. With `true` they keep this object instead of copying the module.
        if (name === "__esModule") return true;
        const module = load() as Record<PropertyKey, unknown>;
        // The compiled import helpers add `default` to such a module.
        if (name === "default" && module["__esModule"] !== true) return module;
        return Reflect.get(module, name);
      },
      set: (_, name, value) => Reflect.set(load(), name, value),
      has: (_, name) => Reflect.has(load(), name),
      ownKeys: () => Reflect.ownKeys(load()),
      getOwnPropertyDescriptor(_, name) {
        const descriptor = Reflect.getOwnPropertyDescriptor(load(), name);
        // A proxy must not report a non-configurable property that its target lacks.
        return descriptor && { ...descriptor, configurable: true };
      },
    },
  );
}
