import type { StorageSettings } from "../../storage/args";
import type { KnownSettings } from "../../storage/policy-inputs";

/** Settings without outputs, for tests. */
export function known<S extends StorageSettings>(settings: S): S & KnownSettings {
  return settings as S & KnownSettings;
}
