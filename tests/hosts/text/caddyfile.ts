/** What Caddy itself says of a text. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";

/** Runs Caddy with the text as its Caddyfile; the word CADDYFILE stands for its path. What it writes to its standard output. */
export function caddy(text: string, ...args: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "caddyfile-"));
  try {
    const file = join(folder, "Caddyfile");
    const authority = join(folder, "authority.pem");
    writeFileSync(authority, rootCertificates[0] ?? "");
    writeFileSync(file, text.replaceAll(AUTHORITY, authority));
    return execFileSync(
      "caddy",
      args.map((arg) => (arg === "CADDYFILE" ? file : arg)),
      { env: { PATH: process.env["PATH"], HOME: folder }, encoding: "utf8", stdio: "pipe" },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Stands for a file with a certificate authority, which Caddy reads when it checks a text. */
export const AUTHORITY = "/etc/ssl/our-ca.pem";

/** Throws what is wrong. */
export const validated = (text: string): string =>
  caddy(text, "validate", "--config", "CADDYFILE", "--adapter", "caddyfile");

/** Caddy's own form of the text. */
export const adapted = (text: string): unknown =>
  JSON.parse(caddy(text, "adapt", "--config", "CADDYFILE", "--adapter", "caddyfile"));

/** The text as Caddy formats it. */
export const formatted = (text: string): string =>
  spawnSync("caddy", ["fmt", "-"], { input: text, encoding: "utf8" }).stdout;
