/** `media-storage env --into FILE` with a block from a file, or back, in the process of a test. */
import { env, type EnvOptions } from "../../../cli/env/env";
import { testStreams } from "../streams";

/** The exit code, and all that was printed. */
export async function run(options: Partial<EnvOptions>): Promise<{ code: number; said: string }> {
  const streams = testStreams();
  const code = await env(undefined, { cwd: "/nowhere", yes: true, ...options }, streams);
  return { code, said: streams.said.out + streams.said.err };
}
