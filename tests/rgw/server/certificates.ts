import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run";

export interface Certificates {
  /** The path of the authority's certificate, which clients must trust. */
  ca: string;
  /** The path of the server's key and certificate, in one file, as radosgw needs them. */
  server: string;
}

/** With its own sections, because the defaults of openssl are in a file that differs between distributions. */
const CONFIG = `[req]
distinguished_name = name
prompt = no
[name]
CN = media-storage tests
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = critical, CA:FALSE
# The address is what clients connect to; a name would need a resolver, and localhost may be ::1 first.
subjectAltName = IP:127.0.0.1, DNS:localhost
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
`;

/**
 * P-256 because it is made in milliseconds; ten days because a clock may be behind, and Caddy 2.11 refuses an authority that ends within
 * the seven days of its own one.
 */
const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "10"];

/** A certificate authority for this server only, and the server's certificate. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  const file = (name: string): string => join(folder, name);
  writeFileSync(file("openssl.cnf"), CONFIG);
  const request = ["req", "-x509", "-config", file("openssl.cnf"), ...NEW_KEY];
  const authority = ["-extensions", "authority", "-keyout", file("ca.key"), "-out", file("ca.pem")];
  await run("openssl", [...request, ...authority]);
  const issuer = ["-CA", file("ca.pem"), "-CAkey", file("ca.key")];
  const server = ["-extensions", "server", "-keyout", file("server.key"), "-out", file("server.pem")];
  // Clients refuse a server certificate with the subject of its authority, because it looks self-signed.
  await run("openssl", [...request, ...issuer, ...server, "-subj", "/CN=127.0.0.1"]);
  const both = ["server.key", "server.pem"].map((name) => readFileSync(file(name), "utf8"));
  writeFileSync(file("rgw.pem"), both.join(""), { mode: 0o600 });
  return { ca: file("ca.pem"), server: file("rgw.pem") };
}
