/**
 * Runs a program's transforms (https://www.pulumi.com/docs/iac/concepts/resources/options/transforms/). They are functions in the
 * program's process, which the engine calls for each resource before it registers the resource.
 */
import { ownMember } from "../../../validation/own-member";
import { plainValues } from "../values";
import type { RegisterRequest, Registration, Struct } from "../registration";
import { stateOptions } from "../state-options";
import { call, GRPC_OPTIONS, message, type CallbacksClient, type Message, type Protocol } from "./protocol";

/** A function in the program's process. */
export interface Callback {
  getTarget(): string;
  getToken(): string;
}

/** The options that a transform gets: the getter of the request, and the setter of the transform's options. */
const OPTIONS: readonly [getter: string, setter: string][] = [
  ["getDependenciesList", "DependsOnList"],
  ["getProtect", "Protect"],
  ["getRetainondelete", "RetainOnDelete"],
  ["getIgnorechangesList", "IgnoreChangesList"],
  ["getReplaceonchangesList", "ReplaceOnChangesList"],
  ["getVersion", "Version"],
  ["getAliasesList", "AliasesList"],
  ["getProvider", "Provider"],
  ["getCustomtimeouts", "CustomTimeouts"],
  ["getPlugindownloadurl", "PluginDownloadUrl"],
  ["getDeletedwith", "DeletedWith"],
  ["getAdditionalsecretoutputsList", "AdditionalSecretOutputsList"],
  ["getImportid", "Import"],
  ["getHooks", "Hooks"],
  ["getHidediffsList", "HideDiffList"],
  ["getReplaceWithList", "ReplaceWithList"],
  ["getReplacementTrigger", "ReplacementTrigger"],
];

export class Transforms {
  /** Of the stack: for all resources. */
  private readonly ofStack: Callback[] = [];
  /** Of single resources, by URN: for the resource and all below it. */
  private readonly ofResource = new Map<string, { parent: string; transforms: Callback[] }>();
  private readonly clients = new Map<string, CallbacksClient>();

  constructor(private readonly protocol: Protocol) {}

  addForStack(transform: Callback): void {
    this.ofStack.push(transform);
  }

  /** Returns the registration as its own transforms, those of its parents and those of the stack leave it, in the engine's order. */
  async apply(
    registration: Registration,
    request: RegisterRequest & { getTransformsList(): Callback[] },
  ): Promise<Registration> {
    const { urn, parent } = registration;
    const own = request.getTransformsList();
    this.ofResource.set(urn, { parent, transforms: own });
    const transforms = [...own, ...this.ofParents(parent), ...this.ofStack];
    if (transforms.length === 0) return registration;
    let properties = request.getObject();
    let options = this.optionsOf(request);
    for (const transform of transforms) {
      const response = await this.run(transform, registration, properties, options);
      properties = (call(response, "getProperties") as Struct | undefined) ?? properties;
      options = (call(response, "getOptions") as Message | undefined) ?? options;
    }
    return transformed(registration, properties, options);
  }

  close(): void {
    for (const client of this.clients.values()) client.close();
  }

  private ofParents(urn: string): Callback[] {
    const found = this.ofResource.get(urn);
    return found === undefined ? [] : [...found.transforms, ...this.ofParents(found.parent)];
  }

  private optionsOf(request: RegisterRequest): Message {
    const options = OPTIONS.map(([getter, setter]): [string, unknown] => [setter, call(request, getter)]);
    const isReplaceSet = call(request, "getDeletebeforereplacedefined") === true;
    return message(this.protocol.resource["TransformResourceOptions"], {
      ...Object.fromEntries(options.filter(([, value]) => value !== undefined)),
      ...(isReplaceSet && { DeleteBeforeReplace: request.getDeletebeforereplace() }),
    });
  }

  private async run(
    transform: Callback,
    { type, name, custom, parent }: Registration,
    properties: Struct | undefined,
    options: Message,
  ): Promise<Message> {
    const { resource, callback } = this.protocol;
    const request = message(resource["TransformRequest"], {
      Type: type,
      Name: name,
      Custom: custom,
      Parent: parent,
      ...(properties !== undefined && { Properties: properties }),
      Options: options,
    });
    const asked = message(callback["CallbackInvokeRequest"], {
      Token: transform.getToken(),
      Request: request.serializeBinary(),
    });
    const bytes = await new Promise<Uint8Array>((resolve, reject) => {
      this.client(transform.getTarget()).invoke(asked, (error, response) => {
        if (error !== null || response === undefined) reject(new Error(error?.details ?? "no response"));
        else resolve(response.getResponse_asU8());
      });
    });
    const response = resource["TransformResponse"]?.deserializeBinary(bytes);
    if (response === undefined) throw new Error("The SDK's protocol lacks a message.");
    return response;
  }

  private client(target: string): CallbacksClient {
    const { CallbacksClient: Client, grpc } = this.protocol;
    const client =
      this.clients.get(target) ?? new Client(target, grpc.credentials.createInsecure(), GRPC_OPTIONS);
    this.clients.set(target, client);
    return client;
  }
}

function transformed(
  registration: Registration,
  properties: Struct | undefined,
  options: Message,
): Registration {
  const option = (name: string): unknown => call(options, `get${name}`);
  const inputs = plainValues(properties?.toJavaScript() ?? {}) as Record<string, unknown>;
  return {
    ...registration,
    inputs,
    provider: String(option("Provider")),
    protect: option("Protect") === true,
    retainOnDelete: option("RetainOnDelete") === true,
    deleteBeforeReplace: option("DeleteBeforeReplace") === true,
    importId: String(option("Import")),
    dependencies: option("DependsOnList") as string[],
    additionalSecretOutputs: option("AdditionalSecretOutputsList") as string[],
    options: stateOptions(options),
    // A transform's answer does not say what its new inputs depend on.
    propertyDependencies: Object.fromEntries(
      Object.keys(inputs).map((name) => [name, ownMember(registration.propertyDependencies, name) ?? []]),
    ),
  };
}
