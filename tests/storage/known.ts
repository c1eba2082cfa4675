import type { StorageSettings } from "../../storage/args";
import type { KnownSettings } from "../../storage/policy-inputs";

/** Settings of a test, in which nothing is an output. */
export function known<S extends StorageSettings>(settings: S): S & KnownSettings {
  return settings as S & KnownSettings;
}
