/**
 * The warning about a region that this version of the library does not know. Not an error, because stores open new regions. `whose`
 * says who did not know it, and `opener` who may have opened it; `near` is the region that was probably meant.
 */
export function unknownRegionWarning(
  setting: string,
  region: string,
  { whose, opener, near }: { whose: string; opener: string; near: string | undefined },
): string {
  const question = near === undefined ? "check the spelling." : `did you mean "${near}"?`;
  return (
    `${setting} is "${region}", which ${whose} when this version of the library was made: ${question} ` +
    `Keep it only if ${opener} has opened that region since.`
  );
}
