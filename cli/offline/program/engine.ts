import { stripVTControlCharacters } from "node:util";
import type { Method } from "./protocol";

/** By severity in the protocol: debug, info, warning, error. */
const [DEBUG, WARNING, ERROR] = [0, 2, 3];

interface LogRequest {
  getSeverity(): number;
  getMessage(): string;
  getEphemeral(): boolean;
}

/** Takes the place of the engine's other service (`Engine` of the protocol): the program's log. */
export class Engine {
  /** What the program logged as an error, and the SDK when the program failed. */
  readonly errors: string[] = [];
  private root = "";

  constructor(private readonly print: (text: string) => void) {}

  /** By the names of the protocol. */
  methods(): Record<string, Method<never>> {
    return {
      log: (request: LogRequest) => {
        this.log(request);
        return {};
      },
      getRootResource: () => ({ Urn: this.root }),
      setRootResource: (request: { getUrn(): string }) => {
        this.root = request.getUrn();
        return {};
      },
      // Which version of the CLI is installed does not matter offline.
      requirePulumiVersion: () => ({}),
    };
  }

  private log(request: LogRequest): void {
    const severity = request.getSeverity();
    // The SDK colours the stack trace of an error.
    const text = stripVTControlCharacters(request.getMessage()).trimEnd();
    // Ephemeral messages show progress.
    if (severity === DEBUG || request.getEphemeral()) return;
    if (severity === ERROR) {
      // The SDK reports the same error once for each promise that it rejects.
      if (!this.errors.includes(text)) this.errors.push(text);
    } else this.print(severity === WARNING ? `warning: ${text}` : text);
  }
}
