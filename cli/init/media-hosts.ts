/** What can serve the media's own hostname. */
import { HOST_DEFINITIONS } from "../../hosts";
import type { HostKind } from "../../hosts/host";
import type { StoreProduct } from "../../stores/store";

/** What serves the public hostname of the media. */
export const InitHost = { None: "none", External: "external", CloudFront: "cloudfront", R2: "r2" } as const;
export type InitHost = (typeof InitHost)[keyof typeof InitHost];

const KINDS: Record<Exclude<InitHost, "none">, HostKind> = {
  [InitHost.External]: "external",
  [InitHost.CloudFront]: "cloudFront",
  [InitHost.R2]: "r2",
};

/** The hosts that the app and the store allow, the usual one first; all of them while the store is not known. */
export function possibleHosts(
  app: { hasSignedMedia: boolean } | undefined,
  store: StoreProduct | undefined,
): readonly InitHost[] {
  const all = Object.values(InitHost);
  if (store === undefined) return all;
  return all.filter((host) => {
    if (host === InitHost.None) return app?.hasSignedMedia !== false || servesReaders(store);
    const definition = HOST_DEFINITIONS[KINDS[host]];
    // Such a host shows files to everybody, and presigned URLs are for files that not everybody may see.
    if (definition.can.publishesBucket && app?.hasSignedMedia === true) return false;
    return (definition.storeProblems?.(store, undefined) ?? []).length === 0;
  });
}

/** Whether a bucket can answer requests without a signature, so that public files need no host in front of it. */
const servesReaders = ({ can: { bucketPolicy, objectAcls } }: StoreProduct): boolean =>
  bucketPolicy || objectAcls;
