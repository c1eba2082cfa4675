import { all, runtime, secret, type Output } from "@pulumi/pulumi";
import { dotenv } from "../env/dotenv";
import type { EnvEntry, EnvLine } from "../env/entry";
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
    lines.map((line, i) => ({ ...line, value: known[i] ?? missing(line.name) })),
  );
  return {
    env: secret(entries.apply((list) => rendered(() => render(title, list)))),
    envEntries: secret(entries),
  };
}

/**
 * In a unit test with Pulumi's mocks there is no engine, and usually nobody who makes a secret; the block has a stand-in. In a
 * deployment the empty text is an error.
 */
function missing(name: string): string {
  return runtime.getEngine() === undefined ? `unknown-${name}` : "";
}

/** A value that came as an output is seen only here. */
function rendered(render: () => string): string {
  try {
    return render();
  } catch (error) {
    throw forPulumi(error);
  }
}
