/** What a program registers, out of the SDK's requests. They are the same with the SDK's mocks and over its protocol. */
import { r2SecretKey } from "../../components/writers/r2-secret-key";
import { placeholder } from "../../validation/placeholder";
import { stateOptions, type StateOptions } from "./state-options";

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
  /** Further options that only the JSON shows. */
  options: StateOptions;
  /** The outputs that a component registered. */
  outputs?: Record<string, unknown>;
  /**
   * For one of our components in a program of the user's own: the stack's output that has the component's deployment, which the
   * commands ask for; "" if there is none.
   */
  exportedAs?: string;
  /** The id of a resource that exists and is only read; undefined if the program declares the resource. */
  readId?: string;
  /** Whether a plugin makes the component, so that its children are not known offline. */
  remote?: boolean;
}

/** The stack in which the program runs. */
export interface RunStack {
  project: string;
  stack: string;
}

/** A request to register a resource (`RegisterResourceRequest` of the SDK's protocol, which has no types). */
export interface RegisterRequest {
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

export interface Struct {
  toJavaScript(): Record<string, unknown>;
}

export function registrationOf(request: RegisterRequest, stack: RunStack): Registration {
  const propertyDependencies = new Map<string, string[]>();
  request.getPropertydependenciesMap().forEach((urns, key) => {
    propertyDependencies.set(key, urns.getUrnsList());
  });
  const [parent, type, name] = [parentOf(request), request.getType(), request.getName()];
  return {
    urn: urnOf(stack, parent, type, name),
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
    options: stateOptions(request),
  };
}

/** The type of the resource that is the stack itself. */
export const STACK_TYPE = "pulumi:pulumi:Stack";

/** The parent's URN; "" if the stack is the parent, as with the mocks, which have no stack. */
export function parentOf(request: { getParent(): string }): string {
  const parent = request.getParent();
  return qualifiedType(parent) === STACK_TYPE ? "" : parent;
}

/** The URN contains the types of all parents. */
export function urnOf({ project, stack }: RunStack, parent: string, type: string, name: string): string {
  const qualified = parent === "" ? type : `${qualifiedType(parent)}$${type}`;
  return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
}

/** The types of a resource's parents and its own, out of its URN. */
export function qualifiedType(urn: string): string {
  return urn.split("::")[2] ?? "";
}

/**
 * Sorts dependencies first, and then by name, because the order of registrations depends on how many promises the SDK waits
 * for.
 */
export function inOrder(registrations: Registration[]): Registration[] {
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

export const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";

const ACCOUNT_TOKEN = "cloudflare:index/accountToken:AccountToken";

/** By type of resource, what is known only when it exists: members beside its inputs, and whether something reads its id. */
const KNOWN_LATER: ReadonlyMap<string, { members: readonly string[]; id: boolean }> = new Map([
  ["random:index/randomBytes:RandomBytes", { members: ["hex"], id: false }],
  // Not the ARN: the bucket policy has a stand-in that can be judged.
  [DISTRIBUTION, { members: ["domainName"], id: true }],
  [ACCOUNT_TOKEN, { members: ["value"], id: true }],
  ["aws:iam/accessKey:AccessKey", { members: ["secret"], id: true }],
]);

export interface KnownOutputs {
  /** "" if it is not known. */
  id: string;
  state: Record<string, unknown>;
}

/**
 * The outputs of a resource of ours that does not exist yet: its inputs, and placeholders for what is known later. With unknown
 * values instead the whole env block would be unknown.
 */
export function knownOutputs({ type, name, inputs }: Registration): KnownOutputs {
  const { members = [], id = false } = KNOWN_LATER.get(type) ?? {};
  const later = members.map((member) => [member, placeholder(`${name}.${member}`)]);
  return {
    id: id ? placeholder(`${name}.id`) : "",
    state: { ...inputs, ...(Object.fromEntries(later) as Record<string, unknown>) },
  };
}

/** What the library computes from a placeholder of the resource, in which the placeholder cannot be seen any more. */
export function computedFromPlaceholders({ type, name }: Registration): string[] {
  return type === ACCOUNT_TOKEN ? [r2SecretKey(placeholder(`${name}.value`))] : [];
}
