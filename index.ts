/** The program: reads the stack's config, creates the components, exports their outputs. */
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { AuthentikStorage, MastodonStorage, SupabaseStorage } from "./components";
import { sharedCloudFrontParts } from "./components/hosts/shared-parts";
import type { StorageOptions } from "./components/options";
import { sharedProviders } from "./components/stores/shared-providers";
import { forPulumi } from "./components/user-errors";
import { readInstances, type AppArgs, type Instance } from "./config/read-instances";
import type { AppName } from "./apps/names";
import type { OutputSuffix } from "./config/outputs";

type Storage = MastodonStorage | AuthentikStorage | SupabaseStorage;

type Component<Args> = new (name: string, args: Args, opts: StorageOptions) => Storage;

/** The component of each app, loaded only if the config has an instance of that app. */
const COMPONENTS: { [A in AppName]: () => Promise<Component<AppArgs[A]>> } = {
  mastodon: async () => (await import("./components/mastodon-storage")).MastodonStorage,
  authentik: async () => (await import("./components/authentik-storage")).AuthentikStorage,
  supabase: async () => (await import("./components/supabase-storage")).SupabaseStorage,
};

/** Generic, so that the types see that the arguments are those of the same app. */
async function create<A extends AppName>(
  { name, app, args }: Instance<A>,
  opts: StorageOptions,
): Promise<Storage> {
  return new (await COMPONENTS[app]())(name, args, opts);
}

/** The outputs of one instance after another; each is created when its turn comes. */
async function* outputs(
  instances: Instance[],
  options?: ComponentResourceOptions,
): AsyncGenerator<Record<string, unknown>> {
  const optionsOf = sharedProviders();
  const cloudFrontParts = sharedCloudFrontParts();
  for (const instance of instances) {
    const { name } = instance;
    const storage = await create(instance, { cloudFrontParts, ...optionsOf(instance), ...options });
    const values: Record<OutputSuffix, unknown> = {
      "": storage.deployment,
      Env: storage.env,
      EnvEntries: storage.envEntries,
      Facts: storage.facts,
      BucketName: storage.bucketName,
      BucketArn: storage.bucketArn,
      Region: storage.region,
      PublicBaseUrl: storage.publicBaseUrl,
      PresignedBaseUrl: storage.presignedBaseUrl,
      MediaHosts: "mediaHosts" in storage ? storage.mediaHosts : undefined,
      ComposeOverlay: "composeOverlay" in storage ? storage.composeOverlay : undefined,
    };
    const known = Object.entries(values).filter(([, value]) => value !== undefined);
    yield Object.fromEntries(known.map(([suffix, value]) => [name + suffix, value]));
  }
}

/** What the offline preview passes to the program. */
interface OfflineRun {
  /** Waits until everything that is declared so far is known. */
  settled(): Promise<void>;
  /** Options of every component, beside its own. */
  options: ComponentResourceOptions;
}

/**
 * Pulumi's engine calls it without an argument, and gets the outputs. The offline preview waits after each instance, so that many
 * instances never wait on each other's promises, and are not kept in memory.
 */
async function program(offline?: OfflineRun): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  try {
    for await (const some of outputs(readInstances(), offline?.options)) {
      if (offline) await offline.settled();
      else Object.assign(all, some);
    }
  } catch (error) {
    throw forPulumi(error);
  }
  return all;
}

export = program;
