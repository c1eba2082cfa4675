import { readFileSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import { onDisk, readEnvFile } from "./env/env-file";
import type { Streams } from "./env/streams";

export interface GivenBytes {
  /** For messages: the path, or "standard input". */
  name: string;
  /** Whether they cannot be read a second time. */
  isPipe: boolean;
  bytes: Buffer;
}

/** Reads a regular file, a pipe such as bash's <(...), or, if the path is "-", standard input. Throws `UserError`. */
export async function givenBytes(path: string, { stdin }: Pick<Streams, "stdin">): Promise<GivenBytes> {
  if (path === "-") return { name: "standard input", isPipe: true, bytes: await buffer(stdin) };
  const isPipe = PIPE.test(path);
  const bytes = isPipe ? onDisk(path, "read", () => readFileSync(path)) : readEnvFile(path).bytes;
  return { name: path, isPipe, bytes };
}

/** Only the kernel creates links with such a path. */
const PIPE = /^\/(dev\/fd|proc\/self\/fd)\/\d+$/;
