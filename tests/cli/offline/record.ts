import { recordEach, type Program, type RunConfig } from "../../../cli/offline/record";
import type { Registration } from "../../../cli/offline/registration";

/** What a program registers with the SDK's mocks, in order. */
export async function record(config: RunConfig, program: Program): Promise<Registration[]> {
  const all: Registration[] = [];
  await recordEach(config, program, (some) => all.push(...some));
  return all;
}
