import { buildSync } from "esbuild";

/** Compiles a TypeScript file with all that it imports but the SDKs, for a test that runs it outside of jest. */
export function compileTo(outfile: string, entry: string): void {
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    external: ["@pulumi/*"],
    logLevel: "silent",
  });
}
