import type { PolicyDocument } from "../../access/policy";
import { record } from "../cli/offline/record";
import type { Registration } from "../../cli/offline/registration";
import { MastodonStorage, type MastodonStorageArgs } from "../../components";

export const SOCIAL: MastodonStorageArgs = {
  webDomain: "social.example",
  bucket: "social-media",
  store: { aws: { region: "eu-central-1" } },
};

export const CEPH = { server: "ceph", endpoint: "https://s3.example.org", region: "default" };

/** The same on Ceph, with an existing user. */
export const SOCIAL_ON_CEPH: MastodonStorageArgs = {
  ...SOCIAL,
  store: { s3: CEPH },
  writer: {
    given: {
      accessKeyId: "RGWKEY",
      secretAccessKey: "rgw-canary",
      principal: "arn:aws:iam:::user/mastodon",
    },
  },
};

/** The resources that a program registers with the SDK's mocks, by name. */
export class Registered {
  constructor(readonly all: Registration[]) {}

  static async of(program: () => unknown): Promise<Registered> {
    const config = { project: "platform", stack: "test", values: {}, secretKeys: [] };
    return new Registered(
      await record(config, () => {
        program();
        return Promise.resolve();
      }),
    );
  }

  /** The resources of a storage with SOCIAL's arguments and these. */
  static storage(args: Partial<MastodonStorageArgs> = {}): Promise<Registered> {
    return Registered.of(() => new MastodonStorage("social", { ...SOCIAL, ...args }));
  }

  /** The resources of a storage with SOCIAL_ON_CEPH's arguments and these. */
  static onCeph(args: Partial<MastodonStorageArgs> = {}): Promise<Registered> {
    return Registered.of(() => new MastodonStorage("social", { ...SOCIAL_ON_CEPH, ...args }));
  }

  /** By type and name: `aws:s3/bucket:Bucket social-bucket`. */
  get names(): string[] {
    return this.all.map(({ type, name }) => `${type} ${name}`).sort();
  }

  find(name: string): Registration | undefined {
    return this.all.find((registration) => registration.name === name);
  }

  get(name: string): Registration {
    const found = this.find(name);
    if (!found) throw new Error(`no ${name} among ${this.names.join(", ")}`);
    return found;
  }

  policy(name: string): PolicyDocument {
    return JSON.parse(this.get(name).inputs["policy"] as string) as PolicyDocument;
  }

  /** The names of the resources on which `name` depends. */
  dependencies(name: string): string[] {
    return this.get(name)
      .dependencies.map((urn) => urn.split("::").at(-1) ?? "")
      .sort();
  }
}
