/** Runs a program of the user's own offline: in a process of its own, with its own SDK, against a server here instead of the engine. */
import { stripVTControlCharacters } from "node:util";
import { UserError } from "../../../validation/user-error";
import type { Streams } from "../../env/streams";
import type { ProgramPlace } from "../../project/program-place";
import type { Project } from "../../project/project";
import { lines } from "../../report-error";
import { showPlaceholders } from "../placeholder";
import { inOrder, type Registration } from "../registration";
import type { StackConfig } from "../stack-file";
import { runChild } from "./child";
import { addExports } from "./exports";
import { Engine } from "./engine";
import { failureOf } from "./failure";
import { launchOf, runnerOf } from "./launch";
import { Monitor, type Unknowns } from "./monitor";
import { addService, GRPC_OPTIONS, loadProtocol, type GrpcServer, type Protocol } from "./protocol";

export interface Recorded {
  /** In the order of dependencies. */
  registrations: Registration[];
  unknowns: Unknowns;
}

/** How long a program may take, in seconds, if the operator does not say. A large program's type check alone may take a minute. */
const DEFAULT_TIMEOUT = 300;

/** Runs the program and records what it registers. Throws `UserError` if the program fails. */
export async function runUserProgram(
  project: Project,
  place: ProgramPlace,
  config: StackConfig,
  { stderr, secrets }: Pick<Streams, "stderr" | "secrets">,
  timeout = DEFAULT_TIMEOUT,
): Promise<Recorded> {
  const { sdk, script } = runnerOf(place);
  const protocol = loadProtocol(sdk);
  // Not to stdout, which has only the preview.
  const print = (text: string) =>
    stderr.write(`${lines(showPlaceholders(stripVTControlCharacters(text)), secrets)}\n`);
  const monitor = new Monitor(protocol, config, place.folder);
  const engine = new Engine(print);
  const server = new protocol.grpc.Server(GRPC_OPTIONS);
  addService(server, protocol.monitorService, monitor.methods(), protocol);
  addService(server, protocol.engineService, engine.methods(), protocol);
  try {
    const port = await listen(server, protocol);
    const launch = launchOf(project, config, place, script, `127.0.0.1:${port}`);
    const ended = await runChild(launch, timeout, print);
    const failure = failureOf({ place, ended, monitor, engine, timeout });
    if (failure !== undefined) throw new UserError(showPlaceholders(failure));
    engine.errors.forEach((text) => print(`error: ${text}`));
    const { registrations, stackOutputs = {}, unknowns } = monitor;
    addExports(registrations, stackOutputs);
    return { registrations: inOrder(registrations), unknowns };
  } finally {
    monitor.close();
    server.forceShutdown();
  }
}

/** Only on this machine, and on a port that the system chooses. */
function listen(server: GrpcServer, { grpc }: Protocol): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve(port);
      else reject(error);
    });
  });
}
