/** Takes the engine's place (`ResourceMonitor` of the protocol): records what a program registers, and answers without a cloud. */
import { STAND_IN, standInDistribution } from "../../../storage/policy-inputs";
import { plainValues, UNKNOWN } from "../values";
import {
  DISTRIBUTION,
  knownOutputs,
  parentOf,
  qualifiedType,
  registrationOf,
  STACK_TYPE,
  urnOf,
  type KnownOutputs,
  type RegisterRequest,
  type Registration,
  type RunStack,
  type Struct,
} from "../registration";
import { unknownResult } from "./invokes";
import type { Method, Protocol } from "./protocol";
import { Transforms, type Callback } from "./transforms";

/** What a program asked for that only the engine or a provider knows. */
export interface Unknowns {
  /** The tokens of functions: `aws:index/getCallerIdentity:getCallerIdentity`. */
  invokes: string[];
  /** The names of other stacks whose outputs it reads. */
  stackReferences: string[];
}

type FullRegisterRequest = RegisterRequest & { getRemote(): boolean; getTransformsList(): Callback[] };

interface ReadRequest {
  getId(): string;
  getType(): string;
  getName(): string;
  getParent(): string;
  getProvider(): string;
  getProperties(): Struct | undefined;
  getDependenciesList(): string[];
  getAdditionalsecretoutputsList(): string[];
}

interface OutputsRequest {
  getUrn(): string;
  getOutputs(): Struct | undefined;
}

/**
 * What is supported, under the names of the protocol. Only hooks are accepted without being run: they are functions of the
 * program that run before and after changes, and offline nothing changes.
 */
const FEATURES = new Set(
  (
    "secrets resourceReferences outputValues aliasSpecs deletedWith replaceWith replacementTrigger transforms " +
    "invokeTransforms parameterization resourceHooks errorHooks"
  ).split(" "),
);

const STACK_REFERENCE = "pulumi:pulumi:StackReference";

/** Asks for the state of a resource by its URN. */
const GET_RESOURCE = "pulumi:pulumi:getResource";

export class Monitor {
  readonly unknowns: Unknowns = { invokes: [], stackReferences: [] };
  /** Mistakes for which the engine ends the run. */
  readonly failures: string[] = [];
  /** The outputs of the stack; undefined if the program did not come to its end. */
  stackOutputs: Record<string, unknown> | undefined;
  private readonly registered = new Map<string, Registration>();
  private readonly transforms: Transforms;
  private packages = 0;

  constructor(
    private readonly protocol: Protocol,
    private readonly stack: RunStack,
    /** The folder of the program. */
    private readonly folder: string,
  ) {
    this.transforms = new Transforms(protocol);
  }

  get registrations(): Registration[] {
    return [...this.registered.values()];
  }

  close(): void {
    this.transforms.close();
  }

  /** By the names of the protocol. */
  methods(): Record<string, Method<never>> {
    return {
      supportsFeature: (request: { getId(): string }) => ({ Hassupport: FEATURES.has(request.getId()) }),
      invoke: (request: { getTok(): string; getArgs(): Struct | undefined }) => ({
        Return: this.structOf(this.invoked(request.getTok(), request.getArgs())),
      }),
      call: (request: { getTok(): string }) => ({
        Return: this.structOf(this.called(request.getTok())),
      }),
      readResource: (request: ReadRequest) => this.read(request),
      registerResource: (request: FullRegisterRequest) => this.register(request),
      registerResourceOutputs: (request: OutputsRequest) => this.registerOutputs(request),
      registerStackTransform: (callback: Callback) => {
        this.transforms.addForStack(callback);
        return {};
      },
      // They change the arguments of functions, and no function is called.
      registerStackInvokeTransform: nothing,
      registerResourceHook: nothing,
      registerErrorHook: nothing,
      registerPackage: () => ({ Ref: `offline-${++this.packages}` }),
      signalAndWaitForShutdown: nothing,
    };
  }

  private async register(request: FullRegisterRequest): Promise<Record<string, unknown>> {
    const remote = request.getRemote();
    const plain = registrationOf(request, this.stack);
    if (plain.type === STACK_TYPE) {
      return this.registerResponse(plain.urn, { id: "", state: {} });
    }
    const declared = { ...plain, inputs: plainValues(plain.inputs) as Record<string, unknown>, remote };
    const registration = await this.transforms.apply(declared, request);
    this.add(registration);
    return this.registerResponse(registration.urn, outputsOf(registration));
  }

  private registerResponse(urn: string, { id, state }: KnownOutputs): Record<string, unknown> {
    return { Urn: urn, Id: id, Object: this.structOf(state) };
  }

  private read(request: ReadRequest): Record<string, unknown> {
    const [parent, type, name] = [parentOf(request), request.getType(), request.getName()];
    const id = request.getId();
    const urn = urnOf(this.stack, parent, type, name);
    this.add({
      urn,
      type,
      name,
      custom: true,
      parent,
      provider: request.getProvider(),
      inputs: request.getProperties()?.toJavaScript() ?? {},
      protect: false,
      retainOnDelete: false,
      deleteBeforeReplace: false,
      importId: "",
      dependencies: request.getDependenciesList(),
      propertyDependencies: {},
      additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
      options: {},
      readId: id,
    });
    const isStack = type === STACK_REFERENCE;
    if (isStack) this.addUnknown("stackReferences", id);
    // What is missing is unknown to the SDK.
    const state = isStack ? { name: id, outputs: UNKNOWN, secretOutputNames: UNKNOWN } : {};
    return { Urn: urn, Properties: this.structOf(state) };
  }

  private invoked(token: string, args: Struct | undefined): Record<string, unknown> {
    if (token === GET_RESOURCE) {
      const urn = String(args?.toJavaScript()["urn"]);
      const found = this.registered.get(urn);
      return { urn, id: "", state: found === undefined ? {} : outputsOf(found).state };
    }
    return this.called(token);
  }

  private called(token: string): Record<string, unknown> {
    this.addUnknown("invokes", token);
    return unknownResult(token, this.folder);
  }

  private registerOutputs(request: OutputsRequest): Record<string, unknown> {
    const urn = request.getUrn();
    const outputs = plainValues(request.getOutputs()?.toJavaScript() ?? {}) as Record<string, unknown>;
    const component = this.registered.get(urn);
    if (component !== undefined) component.outputs = outputs;
    if (qualifiedType(urn) === STACK_TYPE) this.stackOutputs = outputs;
    return {};
  }

  private add(registration: Registration): void {
    const { urn } = registration;
    if (this.registered.has(urn)) {
      this.failures.push(
        `The program has two resources with the URN ${urn}; give one of them another name or another parent`,
      );
    }
    this.registered.set(urn, registration);
  }

  private addUnknown(kind: keyof Unknowns, name: string): void {
    if (!this.unknowns[kind].includes(name)) this.unknowns[kind].push(name);
  }

  private structOf(value: Record<string, unknown>): Struct {
    return this.protocol.structOf(value);
  }
}

const nothing = (): Record<string, unknown> => ({});

/**
 * The outputs of a resource in a preview: its inputs. The SDK takes what is missing for unknown. Children of our components have
 * placeholders besides, so that the env block can be shown.
 */
function outputsOf(registration: Registration): KnownOutputs {
  const { type, name, remote = false, parent, inputs } = registration;
  if (remote) return { id: "", state: {} };
  if (!isOurs(parent)) return { id: "", state: inputs };
  const { id, state } = knownOutputs(registration);
  return type === DISTRIBUTION ? { id, state: { ...state, arn: standInArn(name) } } : { id, state };
}

/**
 * The bucket policy contains the ARN of a distribution. With mocks the component itself takes a stand-in while the ARN is unknown, but
 * here it believes that there is an engine, and waits.
 */
const standInArn = (name: string): string => standInDistribution(`${STAND_IN}${name}`, "aws");

/** Whether a resource is one of our components, or below one. */
function isOurs(urn: string): boolean {
  return qualifiedType(urn)
    .split("$")
    .some((type) => type.startsWith("media-storage:"));
}
