/** Storages of apps on one S3 server, deployed by the engine with the package's program. */
import type { OutputMap } from "@pulumi/pulumi/automation";
import type { PolicyDocument, Statement } from "../../access/policy";
import type { BucketStorageFacts } from "../../storage/facts";
import { S3 } from "../rgw/s3";
import type { AppServer, RunningAppServer } from "./app-servers";
import { NO_AWS } from "./environment";
import { projectProgram } from "./programs";
import type { Run } from "./runs";
import { whileChanged, withoutAction, type PolicyPlace } from "./without-action";
import { TestStack } from "./workspace";

export class AppStage {
  server!: RunningAppServer;
  s3!: S3;
  stack!: TestStack;
  /** The permissions of the writer, by the bucket. */
  private readonly writerPolicies: Record<string, PolicyDocument> = {};
  private readonly bucketsByHand = new Set<string>();

  constructor(readonly kind: AppServer) {}

  async start(): Promise<void> {
    this.server = await this.kind.start();
    const { ca, root } = this.server;
    this.s3 = new S3(this.server);
    // Lint checks the types, so that not every command does it again.
    this.stack = await TestStack.create(projectProgram, NO_AWS, {
      AWS_CA_BUNDLE: ca,
      AWS_ACCESS_KEY_ID: root.accessKeyId,
      AWS_SECRET_ACCESS_KEY: root.secretAccessKey,
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    });
  }

  /** The server's end is the end of what was deployed there. */
  async stop(): Promise<void> {
    (this.stack as TestStack | undefined)?.discard();
    (this.s3 as S3 | undefined)?.close();
    await (this.server as RunningAppServer | undefined)?.stop();
  }

  /** The arguments of a storage on this server for its writer. */
  get storage(): { store: object; writer: object; bucketSource?: string } {
    const { https: endpoint, region, ca: caFile, writer, principal } = this.server;
    const given = { accessKeyId: writer.accessKeyId, ...(principal !== undefined && { principal }) };
    return {
      store: { s3: { server: this.kind.definition.name, endpoint, region, caFile } },
      writer: { given },
      ...(this.kind.definition.bucketByHand && { bucketSource: "existing" }),
    };
  }

  /** The media host of a Mastodon, where the server itself cannot publish some of the files only; nothing listens there. */
  get mediaHost(): { mediaHost?: object } {
    const { webEndpoint } = this.kind.definition;
    if (webEndpoint === undefined) return {};
    const external = { webEndpoint: webEndpoint.example };
    return { mediaHost: { hostname: "files.social.example", external } };
  }

  /** Deploys the instances, with the secret key of the writer, and does what the operator does by hand before and after it. */
  async deploy(instances: Record<string, object>): Promise<{ run: Run; outputs: OutputMap }> {
    for (const bucket of Object.values(instances).map(bucketOf)) {
      if (this.bucketsByHand.has(bucket)) continue;
      this.bucketsByHand.add(bucket);
      await this.server.createBucketByHand?.(bucket);
    }
    this.stack.configure({ "media-storage:instances": instances });
    for (const name of Object.keys(instances))
      await this.stack.setSecret(`media-storage:${name}SecretAccessKey`, this.server.writer.secretAccessKey);
    const run = await this.stack.up();
    const outputs = await this.stack.outputs();
    for (const name of Object.keys(instances)) {
      const { bucket, writer } = outputs[`${name}Facts`]?.value as BucketStorageFacts;
      const policy = JSON.parse(writer.policy) as PolicyDocument;
      this.writerPolicies[bucket.name] = policy;
      await this.server.grantWriter?.(bucket.name, policy);
    }
    return { run, outputs };
  }

  /** Takes one of the writer's permissions away for as long as `ask` takes. */
  withoutAction<T>(bucket: string, action: string, ask: () => Promise<T>): Promise<T> {
    return withoutAction(this.writerPolicy(bucket), action, ask);
  }

  /** Denies the writer an action for as long as `ask` takes: at some servers the owner of an object needs no permission. */
  withDenial<T>(bucket: string, action: string, ask: () => Promise<T>): Promise<T> {
    const { principal } = this.server;
    const arn = `arn:aws:s3:::${bucket}`;
    const denial: Statement = {
      Sid: "Denied",
      Effect: "Deny",
      ...(principal !== undefined && { Principal: { AWS: principal } }),
      Action: action,
      Resource: [arn, `${arn}/*`],
    };
    return whileChanged(this.writerPolicy(bucket), (statements) => [...statements, denial], ask);
  }

  /** The bucket policy, where that decides about users; otherwise the writer's own. */
  private writerPolicy(bucket: string): PolicyPlace {
    const { server } = this;
    const { root } = server;
    if (server.grantWriter !== undefined)
      return {
        get: () => Promise.resolve(this.writerPolicies[bucket]!),
        put: (policy) => server.grantWriter!(bucket, policy),
      };
    const request = { bucket, query: "policy" };
    return {
      get: async () =>
        JSON.parse((await this.s3.must(root, { ...request, method: "GET" })).text) as PolicyDocument,
      put: (policy) => this.s3.must(root, { ...request, method: "PUT", body: JSON.stringify(policy) }),
    };
  }
}

/** The bucket of `{ mastodon: { bucket } }` or `{ supabase: { backend: { bucket } } }`. */
function bucketOf(instance: object): string {
  const [app] = Object.values(instance) as { bucket?: string; backend?: { bucket: string } }[];
  return (app?.bucket ?? app?.backend?.bucket)!;
}
