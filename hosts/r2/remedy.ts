/** What to do about a host that cannot serve a bucket on R2. */
export const R2_REMEDY =
  "set `r2: { zoneId: ... }` for public files, or remove mediaHost if the app's files are private";
