/**
 * The public protocol between Pulumi's engine and a program (https://github.com/pulumi/pulumi/tree/master/proto), from the SDK that
 * the program uses: so both sides have the same version. The SDK has no types for it; these are of the parts that are used.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { ownMember } from "../../../validation/own-member";
import type { Struct } from "../registration";

/** A message that is built or changed here. Its members depend on the message. */
export interface Message {
  serializeBinary(): Uint8Array;
}

interface MessageClass {
  new (): Message;
  deserializeBinary(bytes: Uint8Array): Message;
}

/** A service of the protocol: the messages of each method. */
export type Service = Record<string, { responseType: MessageClass } | undefined>;

/** What of @grpc/grpc-js is used. */
interface Grpc {
  Server: new (options: object) => GrpcServer;
  ServerCredentials: { createInsecure(): unknown };
  credentials: { createInsecure(): unknown };
  status: { UNKNOWN: number };
}

export interface GrpcServer {
  addService(definition: unknown, handlers: Record<string, unknown>): void;
  bindAsync(address: string, credentials: unknown, done: (error: Error | null, port: number) => void): void;
  forceShutdown(): void;
}

/** A client of the functions that a program registered as callbacks. */
export interface CallbacksClient {
  invoke(
    request: Message,
    answer: (error: { details: string } | null, response?: { getResponse_asU8(): Uint8Array }) => void,
  ): void;
  close(): void;
}

export interface Protocol {
  grpc: Grpc;
  /** The messages of resource.proto and callback.proto. */
  resource: Record<string, MessageClass>;
  callback: Record<string, MessageClass>;
  monitorService: Service;
  engineService: Service;
  CallbacksClient: new (target: string, credentials: unknown, options: object) => CallbacksClient;
  structOf(value: Record<string, unknown>): Struct;
}

/** The SDK's limit (sdk/nodejs/runtime/settings.ts). That of gRPC, 4 MB, is less than what the SDK sends. */
export const GRPC_OPTIONS = {
  "grpc.max_receive_message_length": 400 * 1024 * 1024,
  "grpc.max_send_message_length": -1,
};

/** Loads the protocol of an SDK; `sdk` is the folder of its package. */
export function loadProtocol(sdk: string): Protocol {
  const load = createRequire(join(sdk, "package.json")) as (name: string) => unknown;
  const proto = (name: string) => load(join(sdk, "proto", name)) as Record<string, never>;
  const struct = load("google-protobuf/google/protobuf/struct_pb") as {
    Struct: { fromJavaScript(value: object): Struct };
  };
  return {
    grpc: load("@grpc/grpc-js") as Grpc,
    resource: proto("resource_pb.js"),
    callback: proto("callback_pb.js"),
    monitorService: proto("resource_grpc_pb.js")["ResourceMonitorService"] as unknown as Service,
    engineService: proto("engine_grpc_pb.js")["EngineService"] as unknown as Service,
    CallbacksClient: proto("callback_grpc_pb.js")[
      "CallbacksClient"
    ] as unknown as Protocol["CallbacksClient"],
    structOf: (value) => struct.Struct.fromJavaScript(value),
  };
}

/** A message with these members. Each is set by its setter, whose name the generated code makes: `setUrn`. */
export function message(type: MessageClass | undefined, members: Record<string, unknown>): Message {
  if (type === undefined) throw new Error("The SDK's protocol lacks a message.");
  const built = new type();
  for (const [name, value] of Object.entries(members)) call(built, `set${name}`, value);
  return built;
}

/** Calls a method of a message by its name; undefined if this version of the SDK has no such method. */
export function call(target: object, method: string, ...args: unknown[]): unknown {
  const found: unknown = Reflect.get(target, method);
  return typeof found === "function" ? Reflect.apply(found, target, args) : undefined;
}

/** What a method of a service does: answers a request with the members of its response, at once or later. */
export type Method<Request> = (
  request: Request,
) => Record<string, unknown> | Promise<Record<string, unknown>>;

/** Offers methods under their names in the protocol. gRPC answers for all others that they are not implemented; the SDK does without. */
export function addService(
  server: GrpcServer,
  service: Service,
  methods: Record<string, Method<never>>,
  { grpc }: Pick<Protocol, "grpc">,
): void {
  const handlerOf =
    (name: string, method: Method<never>) =>
    async ({ request }: { request: never }, answer: (error: object | null, response?: Message) => void) => {
      try {
        answer(null, message(ownMember(service, name)?.responseType, await method(request)));
      } catch (error) {
        // The SDK shows this text.
        answer({
          code: grpc.status.UNKNOWN,
          details: error instanceof Error ? error.message : String(error),
        });
      }
    };
  const handlers = Object.entries(methods).map(([name, method]) => [name, handlerOf(name, method)]);
  server.addService(service, Object.fromEntries(handlers) as Record<string, unknown>);
}
