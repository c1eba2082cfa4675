/** What a proxy can do with authentik's signed requests. */
import { generationOf, versionProblems } from "../../apps/authentik/versions";
import { MediaHostSigning } from "../../hosts/args";

const MEANINGS: Record<MediaHostSigning, string> = {
  [MediaHostSigning.RewriteHost]: "it names the store in the Host header",
  [MediaHostSigning.PreserveHost]: "it keeps the Host header and the path",
  [MediaHostSigning.Cdn]: "it has a key of its own for the store",
};

/** The ways that the version and the store allow, the usual one first; all of them while the two are not known. */
export function possibleSignings(
  version: string | undefined,
  store: { foreignHosts: boolean } | undefined,
): readonly MediaHostSigning[] {
  if (version === undefined || versionProblems(version).length > 0 || store === undefined)
    return Object.values(MediaHostSigning);
  if (!generationOf(version).signsPublicHost) return [MediaHostSigning.RewriteHost, MediaHostSigning.Cdn];
  return store.foreignHosts ? [MediaHostSigning.PreserveHost, MediaHostSigning.Cdn] : [MediaHostSigning.Cdn];
}

/** The question, with the meaning of each possible way. */
export function signingQuestion(possible: readonly MediaHostSigning[]): string {
  const ways = possible.map((way) => `${way} (${MEANINGS[way]})`);
  return `How your proxy treats authentik's signed requests: ${ways.join(", ")}`;
}
