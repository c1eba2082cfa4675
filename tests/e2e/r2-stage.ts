/** A stack with the package's program on the stand-in of Cloudflare's API, for tests of storages on R2. */
import { projectProgram } from "./programs";
import { startCloudflare, type Cloudflare } from "./servers/cloudflare";
import { providerEnv } from "./servers/cloudflare/operator";
import { TestStack } from "./workspace";

export interface R2Stage {
  cloudflare: Cloudflare;
  stack: TestStack;
  /** social.example. */
  zone: ReturnType<Cloudflare["createZone"]>;
  stop(): Promise<void>;
}

export async function startR2Stage(): Promise<R2Stage> {
  const cloudflare = await startCloudflare();
  const zone = cloudflare.createZone("social.example");
  // Nothing listens there: whatever goes to AWS fails.
  const stack = await TestStack.create(projectProgram, "http://127.0.0.1:9", {
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    ...providerEnv(cloudflare),
  });
  return {
    cloudflare,
    stack,
    zone,
    stop: async () => {
      stack.discard();
      await cloudflare.stop();
    },
  };
}
