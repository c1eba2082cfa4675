import { CA_FILE_VARIABLES } from "../env/ca-file";
import type { EnvLine } from "../env/entry";
import type { Store } from "../stores/store";

/** The line that makes the app trust the authority of the store's certificate; none if the system's authorities are enough. */
export function caFileLines(
  { caFile, endpoint, appEndpoint = endpoint }: Store,
  reader: keyof typeof CA_FILE_VARIABLES,
): EnvLine<never>[] {
  // With plain http only Pulumi and the printed commands meet a certificate.
  if (caFile === undefined || appEndpoint?.startsWith("http:") === true) return [];
  const comment =
    "The authority of the store's certificate. The file must exist where the app runs, also in its container.";
  return [{ name: CA_FILE_VARIABLES[reader], value: caFile, secret: false, comment }];
}
