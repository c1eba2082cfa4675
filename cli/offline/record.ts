import { runtime, type ComponentResourceOptions, type ResourceTransformation } from "@pulumi/pulumi";
import { placeholder } from "./placeholder";
import type { StackConfig } from "./stack-file";

/** A resource as the program registered it. Values are in the engine's wire format, in which secrets are marked (values.ts). */
export interface Registration {
  urn: string;
  type: string;
  name: string;
  custom: boolean;
  parent: string;
  /** The reference of the provider that the program chose, `<URN>::<id>`; "" if the engine chooses. */
  provider: string;
  inputs: Record<string, unknown>;
  protect: boolean;
  retainOnDelete: boolean;
  deleteBeforeReplace: boolean;
  importId: string;
  dependencies: string[];
  propertyDependencies: Record<string, string[]>;
  additionalSecretOutputs: string[];
  /** The outputs that a component registered. */
  outputs?: Record<string, unknown>;
}

/** The parts of a stack's config that a run needs. */
export type RunConfig = Pick<StackConfig, "project" | "stack" | "values" | "secretKeys">;

type Program = (offline: { settled(): Promise<void>; options: ComponentResourceOptions }) => Promise<unknown>;

/**
 * Removes the aliases that @pulumi/aws gives its resources, their types of earlier versions. They find a resource that exists,
 * and offline none does, but the SDK creates 40 outputs for those of each instance.
 */
const withoutAliases: ResourceTransformation = ({ props, opts }) =>
  opts.aliases && { props, opts: { ...opts, aliases: [] } };

/** Runs `program` with the SDK's mocks and returns the registered resources in order. */
export async function record(config: RunConfig, program: Program): Promise<Registration[]> {
  const all: Registration[] = [];
  await recordEach(config, program, (some) => all.push(...some));
  return all;
}

/** The same part by part, as soon as each part has finished, so that memory can be freed. */
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

/**
 * Sorts dependencies first, and then by name, because the order of registrations depends on how many promises the SDK waits
 * for.
 */
function inOrder(registrations: Registration[]): Registration[] {
  const depths = new Map<string, number>();
  for (const { urn, parent, dependencies } of registrations) {
    const before = [parent, ...dependencies].map((other) => depths.get(other) ?? 0);
    depths.set(urn, 1 + Math.max(...before));
  }
  const depth = ({ urn }: Registration) => depths.get(urn) ?? 0;
  return registrations.sort(
    (a, b) => depth(a) - depth(b) || compare(a.name, b.name) || compare(a.urn, b.urn),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** By type of resource, what is known only when it exists: members beside its inputs, and whether something reads its id. */
const KNOWN_LATER: ReadonlyMap<string, { members: readonly string[]; id: boolean }> = new Map([
  ["random:index/randomBytes:RandomBytes", { members: ["hex"], id: false }],
  // Not the ARN: the bucket policy has a stand-in that can be judged.
  ["aws:cloudfront/distribution:Distribution", { members: ["domainName"], id: true }],
  ["aws:iam/accessKey:AccessKey", { members: ["secret"], id: true }],
]);

/** The outputs of a resource that does not exist yet: its inputs, and placeholders for what is known later. */
function known({ type, name, inputs }: Registration): { id: string; state: Record<string, unknown> } {
  const { members = [], id = false } = KNOWN_LATER.get(type) ?? {};
  const later = members.map((member) => [member, placeholder(`${name}.${member}`)]);
  return {
    id: id ? placeholder(`${name}.id`) : "",
    state: { ...inputs, ...(Object.fromEntries(later) as Record<string, unknown>) },
  };
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

interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getProvider(): string;
  getCustom(): boolean;
  getObject(): Struct | undefined;
  getProtect(): boolean | undefined;
  getRetainondelete(): boolean | undefined;
  getDeletebeforereplace(): boolean;
  getImportid(): string;
  getDependenciesList(): string[];
  getPropertydependenciesMap(): {
    forEach(each: (urns: { getUrnsList(): string[] }, key: string) => void): void;
  };
  getAdditionalsecretoutputsList(): string[];
}

interface Struct {
  toJavaScript(): Record<string, unknown>;
}

type Callback = (error: null, response: object) => void;

/** Replaces the engine: records each registration, and answers at once with the known outputs. */
function answers(registered: (registration: Registration) => void): object {
  /** Resources whose outputs are not known yet. */
  const components = new Map<string, Registration>();
  return {
    registerResource(request: Request, callback: Callback): void {
      const registration = registrationOf(request);
      if (!registration.custom) components.set(registration.urn, registration);
      registered(registration);
      const { id, state } = known(registration);
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

function registrationOf(request: Request): Registration {
  const propertyDependencies = new Map<string, string[]>();
  request.getPropertydependenciesMap().forEach((urns, key) => {
    propertyDependencies.set(key, urns.getUrnsList());
  });
  const [parent, type, name] = [request.getParent(), request.getType(), request.getName()];
  // The URN contains the types of all parents.
  const qualified = parent === "" ? type : `${parent.split("::")[2] ?? ""}$${type}`;
  return {
    urn: `urn:pulumi:${runtime.getStack()}::${runtime.getProject()}::${qualified}::${name}`,
    type,
    name,
    custom: request.getCustom(),
    parent,
    provider: request.getProvider(),
    inputs: request.getObject()?.toJavaScript() ?? {},
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    deleteBeforeReplace: request.getDeletebeforereplace(),
    importId: request.getImportid(),
    dependencies: request.getDependenciesList(),
    propertyDependencies: Object.fromEntries(propertyDependencies),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
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
