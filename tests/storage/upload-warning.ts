const PART = "nothing deletes the parts of unfinished uploads";

/** The warnings without the one that every instance on Ceph has, which unfinished-uploads.test.ts checks. */
export const exceptUploads = (warnings: string[]): string[] => warnings.filter((one) => !one.includes(PART));

/** Only that warning. */
export const ofUploads = (warnings: string[]): string[] => warnings.filter((one) => one.includes(PART));

/** The command in it. */
export function uploadCommand(warnings: string[]): string {
  const [warning = ""] = ofUploads(warnings);
  return /^ {4}(.*)$/m.exec(warning)?.[1] ?? "";
}
