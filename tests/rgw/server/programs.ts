import { findOnPath } from "../../e2e/engine";

/** The programs and the Debian packages that they come in: https://packages.debian.org/bookworm/radosgw */
const PROGRAMS: Record<string, string> = {
  radosgw: "radosgw",
  "radosgw-admin": "radosgw",
  "ceph-mon": "ceph-mon",
  "ceph-osd": "ceph-osd",
  ceph: "ceph-common",
  "ceph-authtool": "ceph-common",
  monmaptool: "ceph-common",
  openssl: "openssl",
};

/** One line with the missing programs and how to install them; undefined if none is missing. */
export function missingForRgw(): string | undefined {
  const missing = Object.keys(PROGRAMS).filter((program) => findOnPath(program) === undefined);
  if (missing.length === 0) return undefined;
  const packages = [...new Set(missing.map((program) => PROGRAMS[program]))].join(" ");
  return `${missing.join(", ")} not found (apt-get install --no-install-recommends ${packages})`;
}

/** With MEDIA_STORAGE_RGW=required the tests fail without Ceph instead of being skipped, as a machine for this purpose needs. */
const rgwRequired = (): boolean => process.env["MEDIA_STORAGE_RGW"] === "required";

let told = false;

/**
 * `describe` for tests that need Ceph's packages: skipped, and counted as skipped, where they are missing. Each file says
 * so in one line, for jest shows no names of a file whose tests are all skipped.
 */
export function describeWithRgw(name: string, tests: () => void): void {
  const missing = missingForRgw();
  const skipped = missing !== undefined && !rgwRequired();
  if (skipped && !told) process.stderr.write(`Ceph RGW skipped: ${missing}\n`);
  told ||= skipped;
  (skipped ? describe.skip : describe)(`Ceph RGW: ${name}`, tests);
}
