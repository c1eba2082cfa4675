/** Why a run of a program has no result, for the operator. */
import type { ProgramPlace } from "../../project/program-place";
import { hasPlaceholder } from "../../../validation/placeholder";
import type { Ended } from "./child";
import type { Engine } from "./engine";
import type { Monitor } from "./monitor";

export interface Run {
  place: Pick<ProgramPlace, "shown">;
  ended: Ended;
  monitor: Pick<Monitor, "failures" | "stackOutputs" | "registrations" | "unknowns">;
  engine: Pick<Engine, "errors">;
  /** In seconds. */
  timeout: number;
}

/** The message; undefined if the program succeeded. */
export function failureOf(run: Run): string | undefined {
  const text = programFailure(run) ?? textOfOutput(run);
  return text === undefined ? undefined : [text, ...notes(text, run)].join("\n");
}

function programFailure({ place, ended, monitor, engine, timeout }: Run): string | undefined {
  const program = `The program ${place.shown}`;
  const { code, signal, isLate } = ended;
  if (isLate) {
    return (
      `${program} did not end within ${timeout} seconds, so it was stopped; ` +
      "remove what it waits for, or allow more time with --timeout"
    );
  }
  if (code === undefined) return `${program} was ended by ${signal ?? "a signal"}; run it again`;
  // The SDK says why a program failed.
  if (code !== 0 && engine.errors.length > 0) return engine.errors.join("\n");
  if (code === 0 && monitor.failures.length > 0) return monitor.failures.join("\n");
  if (code !== 0) return `${program} ended with exit code ${code}; correct what it printed above`;
  return monitor.stackOutputs === undefined
    ? `${program} ended before it was done: one of its promises never settles, or it calls process.exit; correct that`
    : undefined;
}

/** How the SDK writes an output into a text or into JSON. The text is then wrong, but nothing fails. */
const TEXT_OF_OUTPUT = /Calling \[(toString|toJSON|valueOf)\] on an \[Output<T>\]/;
const hasTextOfOutput = (values: object | undefined): boolean =>
  values !== undefined && TEXT_OF_OUTPUT.test(JSON.stringify(values));

/** In `pulumi up` a function's result is a plain value, and here an output, so only here its text is wrong. */
function textOfOutput({ monitor: { registrations, stackOutputs, unknowns } }: Run): string | undefined {
  if (unknowns.invokes.length === 0) return undefined;
  const isMade = "is made from a value that is unknown offline";
  for (const { name, type, inputs, outputs } of registrations) {
    if (hasTextOfOutput(inputs)) return `An input of ${name} (${type}) ${isMade}`;
    if (hasTextOfOutput(outputs)) return `An output of ${name} (${type}) ${isMade}`;
  }
  return hasTextOfOutput(stackOutputs) ? `An output of the stack ${isMade}` : undefined;
}

function notes(text: string, { monitor: { unknowns } }: Run): string[] {
  const { invokes } = unknowns;
  return [
    ...(invokes.length > 0
      ? [
          `Offline, the results of these functions are unknown: ${invokes.join(", ")}. Where the program uses such a result ` +
            "as a plain value, call the function in its output form, whose name ends with Output, and use `apply` or " +
            "`pulumi.interpolate`; or run `pulumi preview`, which calls it.",
        ]
      : []),
    ...(hasPlaceholder(text) || /^Configuration '/m.test(text)
      ? [
          "Offline, encrypted config values are placeholders. Where the program needs the value itself, such as a number " +
            "or JSON, run `pulumi preview`.",
        ]
      : []),
  ];
}
