/** What a command reads and prints to, in the process of a test. */
import { PassThrough } from "node:stream";
import type { Streams } from "../../cli/env/streams";

export interface Said {
  out: string;
  err: string;
}

export interface TestStreams extends Streams {
  said: Said;
}

/** `answer`: what the operator types, where there is a terminal to read from; "" is the end of the input. */
export function testStreams({
  answer,
  isTTY = false,
  env = {},
}: { answer?: string; isTTY?: boolean; env?: NodeJS.ProcessEnv } = {}): TestStreams {
  const said: Said = { out: "", err: "" };
  const stream = (to: keyof Said): NodeJS.WriteStream =>
    Object.assign(new PassThrough(), { isTTY }).on("data", (piece) => {
      said[to] += String(piece);
    }) as unknown as NodeJS.WriteStream;
  const stdin = Object.assign(new PassThrough(), { isTTY: answer !== undefined });
  if (answer !== undefined) stdin.end(answer);
  return {
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stream("out"),
    stderr: stream("err"),
    // Without a selected stack of whoever runs the tests.
    env: { PULUMI_HOME: "/nonexistent", ...env },
    secrets: new Set(),
    said,
  };
}
