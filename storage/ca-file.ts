import { CA_FILE_VARIABLES } from "../env/ca-file";
import type { EnvLine } from "../env/entry";
import type { Store } from "../stores/store";

/** The line by which the app trusts the authority of the store's certificate; none where the system's are enough. */
export function caFileLines({ caFile }: Store, reader: keyof typeof CA_FILE_VARIABLES): EnvLine<never>[] {
  if (caFile === undefined) return [];
  const comment =
    "The authority of the store's certificate. The file must exist where the app runs, in its container too.";
  return [{ name: CA_FILE_VARIABLES[reader], value: caFile, secret: false, comment }];
}
