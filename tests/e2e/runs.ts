import type { EngineEvent, OpMap } from "@pulumi/pulumi/automation";

/** What one command of the engine did and said. */
export interface Run {
  /** stdout and stderr, as a person at the terminal reads them. */
  output: string;
  events: EngineEvent[];
  /** How many resources had each operation; `{ same: 12 }` when nothing changed. */
  changes: OpMap;
  /** Every step but those that leave a resource as it is, as `create writer-key-a`, in the engine's order. */
  steps: string[];
  seconds: number;
}

export function toRun(output: string, events: EngineEvent[], seconds: number): Run {
  const changes = events.find((event) => event.summaryEvent)?.summaryEvent?.resourceChanges ?? {};
  return { output, events, changes, steps: stepsOf(events), seconds };
}

/**
 * The SDK writes whole replies of the engine, secrets included, as diagnostics of severity "debug". They reach the event
 * log always and a terminal only with --debug; no program can keep its secrets out of them.
 */
export function isShown({ diagnosticEvent }: EngineEvent): boolean {
  return (diagnosticEvent?.severity as string | undefined) !== "debug";
}

const UNCHANGED = ["same", "refresh", "read"];

function stepsOf(events: EngineEvent[]): string[] {
  return events.flatMap(({ resourcePreEvent: event }) => {
    if (!event || UNCHANGED.includes(event.metadata.op)) return [];
    return [`${event.metadata.op} ${event.metadata.urn.split("::").pop() ?? ""}`];
  });
}
