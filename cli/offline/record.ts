import { runtime, type ComponentResourceOptions, type ResourceTransformation } from "@pulumi/pulumi";
import {
  inOrder,
  knownOutputs,
  registrationOf,
  type RegisterRequest,
  type Registration,
  type Struct,
} from "./registration";
import type { StackConfig } from "./stack-file";

/** The parts of a stack's config that a run needs. */
export type RunConfig = Pick<StackConfig, "project" | "stack" | "values" | "secretKeys">;

export type Program = (offline: {
  settled(): Promise<void>;
  options: ComponentResourceOptions;
}) => Promise<unknown>;

/**
 * Removes the aliases that @pulumi/aws gives its resources, their types of earlier versions. They find a resource that exists,
 * and offline none does, but the SDK creates 40 outputs for those of each instance.
 */
const withoutAliases: ResourceTransformation = ({ props, opts }) =>
  opts.aliases && { props, opts: { ...opts, aliases: [] } };

/**
 * Runs `program` with the SDK's mocks, and passes on what it registers part by part, in order, as soon as each part has finished, so
 * that memory can be freed.
 */
export async function recordEach(
  config: RunConfig,
  program: Program,
  take: (registrations: Registration[]) => void,
): Promise<void> {
  runtime.setAllConfig(config.values, config.secretKeys);
  await runtime.setMocks(NO_MOCKS, config.project, config.stack, true);
  let pending: Registration[] = [];
  // The mocks pass on neither options nor outputs of components, and their URNs contain only one parent's type.
  Object.assign(
    runtime.getMonitor() as object,
    answers((registration) => pending.push(registration)),
  );
  const silent = () => pending.find(({ custom, outputs }) => !custom && outputs === undefined);
  const settled = async () => {
    await untilQuiet(() => pending.length);
    if (silent() || pending.length === 0) return;
    take(inOrder(pending));
    pending = [];
  };
  await program({ settled, options: { transformations: [withoutAliases] } });
  await settled();
  // Otherwise a promise that never settles would only make the preview incomplete.
  const { name } = silent() ?? {};
  if (name !== undefined)
    throw new Error(`${name} never registered its outputs: one of them never resolves.`);
}

const NO_MOCKS: runtime.Mocks = {
  call: ({ token }) => {
    throw new Error(`The offline preview has no network access, so it cannot call ${token}.`);
  },
  newResource: ({ type }) => {
    throw new Error(`The offline preview has no network access, so it cannot read ${type}.`);
  },
};

// ---- The SDK's internal interface to the engine, which has no types ----

type Callback = (error: null, response: object) => void;

/** Replaces the engine: records each registration, and answers at once with the known outputs. */
function answers(registered: (registration: Registration) => void): object {
  /** Resources whose outputs are not known yet. */
  const components = new Map<string, Registration>();
  return {
    registerResource(request: RegisterRequest, callback: Callback): void {
      const stack = { project: runtime.getProject(), stack: runtime.getStack() };
      const registration = registrationOf(request, stack);
      if (!registration.custom) components.set(registration.urn, registration);
      registered(registration);
      const { id, state } = knownOutputs(registration);
      callback(null, {
        getUrn: () => registration.urn,
        getId: () => id,
        getObject: () => ({ toJavaScript: () => state }),
        getPropertydependenciesMap: () => undefined,
        getResult: () => 0,
      });
    },
    registerResourceOutputs(
      request: { getUrn(): string; getOutputs(): Struct | undefined },
      callback: Callback,
    ): void {
      const component = components.get(request.getUrn());
      if (component) component.outputs = request.getOutputs()?.toJavaScript() ?? {};
      components.delete(request.getUrn());
      callback(null, {});
    },
  };
}

/** Waits until nothing more is registered. An answer can cause new registrations, so it waits until nothing changes. */
async function untilQuiet(registered: () => number): Promise<void> {
  const rpcs = runtime as unknown as { waitForRPCs(): Promise<void> };
  let before = -1;
  while (before !== registered()) {
    before = registered();
    await rpcs.waitForRPCs();
    await new Promise((next) => setImmediate(next));
  }
}
