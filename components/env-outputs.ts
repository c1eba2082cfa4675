import { all, runtime, secret, type Output } from "@pulumi/pulumi";
import { dotenv } from "../env/formats/dotenv";
import type { EnvEntry, EnvLine } from "../env/entry";
import { DEPLOYMENT_SCHEMA, type Deployment } from "../storage/deployment";
import type { StorageFacts } from "../storage/facts";
import { forPulumi } from "./user-errors";

/**
 * The env block as outputs, both secret whatever their lines carry: somebody may add a secret line one day. `render` makes
 * the text that is pasted.
 */
export function envOutputs(
  title: string,
  lines: EnvLine<Output<string>>[],
  render: (title: string, entries: EnvEntry[]) => string = dotenv,
): { env: Output<string>; envEntries: Output<EnvEntry[]> } {
  const values = all(lines.map((line) => line.value));
  const entries = values.apply((known) =>
    lines.map((line, i) => ({ ...line, value: usable(line, known[i]) })),
  );
  return {
    env: secret(entries.apply((list) => rendered(() => render(title, list)))),
    envEntries: secret(entries),
  };
}

/** Secret as a whole, because the entries in it are. */
export function deploymentOutput(
  title: string,
  entries: Output<EnvEntry[]>,
  facts: StorageFacts,
): Output<Deployment> {
  return secret(entries.apply((known) => ({ schema: DEPLOYMENT_SCHEMA, title, entries: known, facts })));
}

/**
 * The value of a line. In a unit test with Pulumi's mocks there is no engine, and usually nobody who makes a secret: what the
 * mocks leave out, or answer with something that is no value, has a stand-in. In a deployment it is an error of the block.
 */
function usable({ name, secret }: EnvLine<unknown>, value: unknown): string {
  const isUsable = typeof value === "string" && !(secret && value === "");
  if (!isUsable && runtime.getEngine() === undefined) return `unknown-${name}`;
  return (value as string | undefined) ?? "";
}

/** A value that came as an output is seen only here. */
function rendered(render: () => string): string {
  try {
    return render();
  } catch (error) {
    throw forPulumi(error);
  }
}
