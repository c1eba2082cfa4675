import { EnvFormat } from "../../env/env-format";
import { CHECKSUM_NAMES } from "../../storage/checksums";
import type { EnvBlock } from "../../storage/env-block";
import { AuthentikUsage } from "./args";

const BUCKET = /^AUTHENTIK_STORAGE__((MEDIA|REPORTS)__)?S3__BUCKET_NAME$/;

export const AUTHENTIK_BLOCK: EnvBlock = {
  title: /^Storage of authentik /,
  own: /^AUTHENTIK_/,
  plain: new RegExp(`^(AUTHENTIK_STORAGE__[A-Z0-9_]+|${CHECKSUM_NAMES})$`),
  bucket: BUCKET,
  format: () => EnvFormat.Dotenv,
  hasComposeNames: false,
  facts: (_, names) => ({ usages: usagesIn(names) }),
};

/** A block for one usage names it in each of its variables. */
function usagesIn(names: readonly string[]): AuthentikUsage[] {
  const usages = Object.values(AuthentikUsage);
  const only = usages.filter((usage) =>
    names
      .filter((name) => BUCKET.test(name))
      .every((name) => name.startsWith(`AUTHENTIK_STORAGE__${usage.toUpperCase()}__`)),
  );
  return only.length === 1 ? only : usages;
}
