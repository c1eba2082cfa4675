import { existsSync } from "node:fs";
import { findOnPath } from "../e2e/engine";

/** The programs that runbooks name, and the Debian packages that they come in. */
const PACKAGES = {
  aws: "awscli",
  caddy: "caddy",
  curl: "curl",
  getfattr: "attr",
  nginx: "nginx-light",
  rclone: "rclone",
  shellcheck: "shellcheck",
};

const told = new Set<string>();

/**
 * `describe` for tests that need these programs: skipped where one is missing, each missing one said once a file. In CI
 * they run all the same, and fail: what nobody ran is not known to be right.
 */
export function describeWith(programs: (keyof typeof PACKAGES)[], name: string, tests: () => void): void {
  const missing = programs.filter((program) => !isThere(program));
  const skipped = missing.length > 0 && process.env["CI"] !== "true";
  for (const program of missing.filter((one) => !told.has(one))) {
    told.add(program);
    process.stderr.write(
      `${program} not found (apt-get install --no-install-recommends ${PACKAGES[program]})\n`,
    );
  }
  (skipped ? describe.skip : describe)(name, tests);
}

/** Debian keeps it where only root's PATH leads. */
export const NGINX = findOnPath("nginx") ?? "/usr/sbin/nginx";

function isThere(program: keyof typeof PACKAGES): boolean {
  return findOnPath(program) !== undefined || (program === "nginx" && existsSync(NGINX));
}
