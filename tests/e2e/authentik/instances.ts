/** An authentik of each generation. */
export interface Instance {
  version: string;
  bucket: string;
  /** Of storage.py, as is the proxy. */
  generation: string;
  proxy: string;
  rest?: object;
}

const host = (signing: string, bucket?: string) => ({
  mediaHost: {
    hostname: "files.authentik.company",
    external: { signing, ...(bucket !== undefined && { path: bucket }) },
  },
});

/** One of each generation, with the proxies that it works behind, and one that would be misread. */
export const INSTANCES: Record<string, Instance> = {
  upTo2025o10: { version: "2025.10.3", bucket: "e2e-2025-10", generation: "G1", proxy: "none" },
  addsBucket: {
    version: "2025.12.1",
    bucket: "e2e-2025-12-1",
    generation: "G2a",
    proxy: "rewrite-host",
    rest: host("rewrite-host", "e2e-2025-12-1"),
  },
  upTo2026o2: {
    version: "2026.2.1",
    bucket: "e2e-2026-2",
    generation: "G2b",
    proxy: "rewrite-host",
    rest: host("rewrite-host"),
  },
  from2026o5: {
    version: "2026.5.1",
    bucket: "e2e-2026-5",
    generation: "G2c",
    proxy: "preserve-host",
    rest: host("preserve-host", "e2e-2026-5"),
  },
  mediaOnly: {
    version: "2026.5.1",
    bucket: "123456789012",
    generation: "G2c",
    proxy: "none",
    rest: { usages: ["media"] },
  },
};
