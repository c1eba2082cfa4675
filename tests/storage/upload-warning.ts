const START = "Nothing deletes the parts of uploads that are never completed";

/** The warnings but the one that every instance on Ceph has; unfinished-uploads.test.ts is of that one. */
export const exceptUploads = (warnings: string[]): string[] =>
  warnings.filter((one) => !one.startsWith(START));

/** That one. */
export const ofUploads = (warnings: string[]): string[] => warnings.filter((one) => one.startsWith(START));

/** The command in it. */
export function uploadCommand(warnings: string[]): string {
  const [warning = ""] = ofUploads(warnings);
  return /^ {4}(.*)$/m.exec(warning)?.[1] ?? "";
}
