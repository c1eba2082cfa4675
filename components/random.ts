/** The resources of @pulumi/random, for the secrets of purge requests and for Supabase. The package is an optional peer. */
/* eslint-disable @typescript-eslint/no-require-imports -- a constructor cannot wait for import() */
import type { RandomBytes } from "@pulumi/random/randomBytes";
import type { RandomId } from "@pulumi/random/randomId";
import type { Problem } from "../validation/problem";
import { missingPackageProblems } from "./optional-package";

export function randomBytesClass(): typeof RandomBytes {
  return (require("@pulumi/random/randomBytes") as { RandomBytes: typeof RandomBytes }).RandomBytes;
}

export function randomIdClass(): typeof RandomId {
  return (require("@pulumi/random/randomId") as { RandomId: typeof RandomId }).RandomId;
}

/** That the package is missing, which the argument at `path` needs. */
export function randomPackageProblems(path: string, load: () => unknown = randomBytesClass): Problem[] {
  return missingPackageProblems(path, { name: "@pulumi/random", major: 4 }, load);
}
