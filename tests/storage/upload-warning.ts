const PART = "nothing deletes the parts of unfinished uploads";

/** The warnings without the one about unfinished uploads, which every instance on Ceph has. */
export const exceptUploads = (warnings: string[]): string[] => warnings.filter((one) => !one.includes(PART));

/** Only the warning about unfinished uploads. */
export const ofUploads = (warnings: string[]): string[] => warnings.filter((one) => one.includes(PART));

/** The command in that warning. */
export function uploadCommand(warnings: string[]): string {
  const [warning = ""] = ofUploads(warnings);
  return /^ {4}(.*)$/m.exec(warning)?.[1] ?? "";
}
