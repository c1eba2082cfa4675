/** The program: reads the stack's config, creates the components, exports their outputs. */
import { MastodonStorage } from "./components";
import { readInstances, type Instance } from "./config/read-instances";

/** The outputs of one instance after another; each is created when its turn comes. */
function* outputs(instances: Instance[]): Generator<Record<string, unknown>> {
  for (const { name, args } of instances) {
    const storage = new MastodonStorage(name, args);
    yield {
      [`${name}Env`]: storage.env,
      [`${name}EnvEntries`]: storage.envEntries,
      [`${name}Facts`]: storage.facts,
      [`${name}BucketName`]: storage.bucketName,
      [`${name}Region`]: storage.region,
      [`${name}MediaBaseUrl`]: storage.mediaBaseUrl,
    };
  }
}

/**
 * Pulumi's engine calls it without an argument, and gets the outputs. The offline preview waits in `settled` until everything
 * that an instance declares is known, so that many instances never wait on each other's promises, and are not kept in memory.
 */
async function program(settled?: () => Promise<void>): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const some of outputs(readInstances())) {
    if (settled) await settled();
    else Object.assign(all, some);
  }
  return all;
}

export = program;
