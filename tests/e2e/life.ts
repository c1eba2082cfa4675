/** A bucket on Ceph RGW, whatever happens to it, under the eyes of a prober that asks for what nobody may see. */
import type { Answer, Credentials } from "../rgw/client";
import { S3, type S3Request } from "../rgw/s3";
import { missingForRgw, startRgw, type Rgw } from "../rgw/server";
import { describeWithEngine, testsAreSteps } from "./engine";
import { Prober, type Report } from "./prober";
import { projectProgram, type Program } from "./programs";
import type { Run } from "./runs";
import { TestStack } from "./workspace";

/** An object below a public prefix and two that are private, with contents that are nowhere else. */
export const AVATAR = "accounts/avatars/1.png";
export const EXPORT = "backups/dumps/1.zip";
export const FOLLOWS = "imports/data/1.csv";
export const CONTENTS: Record<string, string> = {
  [AVATAR]: "the bytes of an avatar",
  [EXPORT]: "the bytes of somebody's export",
  [FOLLOWS]: "the bytes of somebody's follow list",
};

/** A command of the engine's takes seconds, in which everything is to be asked more often than that. */
const FEWEST_ROUNDS = 20;

export interface Options {
  /** By default the project's own, with one instance, `social`. */
  program?: (rgw: Rgw, bucket: string) => Program;
  /** A key prefix that the instance will have at times. */
  keyPrefix?: string;
}

/** Registers tests of one life; each of them fails when the prober saw something until its end. */
export function describeLife(
  name: string,
  bucket: string,
  tests: (life: Life) => void,
  options: Options = {},
): void {
  const run = missingForRgw() === undefined ? describeWithEngine : describe.skip;
  run(name, () => {
    testsAreSteps();
    const life = new Life(bucket, options);
    beforeAll(() => life.start());
    afterEach(() => life.look());
    afterAll(() => life.stop());
    tests(life);
  });
}

export class Life {
  rgw!: Rgw;
  s3!: S3;
  stack!: TestStack;
  prober!: Prober;
  /** Whose keys the app gets. */
  writer!: Credentials;
  /** Whose secret the config has. */
  private configured: Credentials | undefined;

  constructor(
    readonly bucket: string,
    private readonly options: Options,
  ) {}

  async start(): Promise<void> {
    const { program, keyPrefix } = this.options;
    this.rgw = await startRgw();
    this.s3 = new S3(this.rgw);
    this.writer = this.rgw.writer;
    const prefixes = ["", ...(keyPrefix === undefined ? [] : [`${keyPrefix}/`])];
    this.prober = new Prober(this.rgw, {
      bucket: this.bucket,
      private: Object.fromEntries(
        prefixes.flatMap((prefix) => [EXPORT, FOLLOWS].map((key) => [prefix + key, CONTENTS[key]!])),
      ),
      public: prefixes.map((prefix) => prefix + AVATAR),
    });
    // Nothing listens there: whatever goes to AWS fails.
    this.stack = await TestStack.create(
      program?.(this.rgw, this.bucket) ?? projectProgram,
      "http://127.0.0.1:9",
      {
        // Lint has checked the types; to check them again takes a quarter of every command.
        PULUMI_NODEJS_TRANSPILE_ONLY: "true",
        AWS_CA_BUNDLE: this.rgw.ca,
        AWS_ACCESS_KEY_ID: this.rgw.root.accessKeyId,
        AWS_SECRET_ACCESS_KEY: this.rgw.root.secretAccessKey,
      },
    );
  }

  /** The bucket goes with the server, so the stack need not be destroyed first. */
  async stop(): Promise<void> {
    await (this.prober as Prober | undefined)?.stop();
    (this.s3 as S3 | undefined)?.close();
    (this.stack as TestStack | undefined)?.discard();
    await (this.rgw as Rgw | undefined)?.stop();
  }

  /** The config of the project's program: one instance with these settings beside those that it needs. */
  async configure(more: object = {}): Promise<void> {
    const mastodon = {
      webDomain: "social.example",
      bucket: this.bucket,
      store: { s3: { server: "ceph", endpoint: this.rgw.https, region: "default" } },
      writer: { given: { accessKeyId: this.writer.accessKeyId, principal: "arn:aws:iam:::user/writer" } },
      ...more,
    };
    this.stack.configure({ "media-storage:instances": { social: { mastodon } } });
    // A command of its own, for the CLI encrypts it.
    if (this.configured === this.writer) return;
    await this.stack.setSecret("media-storage:socialSecretAccessKey", this.writer.secretAccessKey);
    this.configured = this.writer;
  }

  /** Deploys these settings, and says how public keys answered meanwhile. */
  async up(more: object = {}): Promise<Run & Pick<Report, "public">> {
    await this.configure(more);
    return this.watch(() => this.stack.up());
  }

  /** Runs a command of the engine's. */
  async watch(command: () => Promise<Run>): Promise<Run & Pick<Report, "public">> {
    await this.look();
    const run = await command();
    const { rounds, public: readable } = await this.look();
    expect(rounds).toBeGreaterThan(FEWEST_ROUNDS);
    // The component's own entry says that its arguments changed, and nothing else.
    return { ...run, steps: run.steps.filter((step) => step !== "update social"), public: readable };
  }

  /** What the prober saw since the last look: anything that nobody may see is a failure. */
  async look(): Promise<Report> {
    const report = await this.prober.take();
    expect(report.leaks).toEqual([]);
    return report;
  }

  /** Uploads the objects as the app does, and says how each upload ended. */
  upload(prefix = ""): Promise<number[]> {
    return Promise.all(
      Object.entries(CONTENTS).map(async ([key, body]) => {
        return (await this.ask(this.writer, { method: "PUT", key: prefix + key, body })).status;
      }),
    );
  }

  /** A request about the bucket, by somebody or by nobody. */
  ask(who: Credentials | undefined, request: S3Request): Promise<Answer> {
    return this.s3.ask(who, { bucket: this.bucket, ...request });
  }

  /** What anybody gets; the content of an object that can be read, else the status. */
  async read(key: string, over: "http" | "https" = "https"): Promise<string> {
    const { status, text } = await this.ask(undefined, { method: "GET", key, over });
    return status === 200 ? text : String(status);
  }

  /** A change past the engine, by the bucket's owner. */
  byHand(method: string, query: string | undefined, rest: Partial<S3Request> = {}): Promise<Answer> {
    return this.s3.must(this.rgw.root, { bucket: this.bucket, method, query, ...rest });
  }
}
