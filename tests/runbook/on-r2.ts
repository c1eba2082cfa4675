/** Runbooks of buckets on R2, run line by line against a server that refuses what R2's S3 API refuses. */
import { setTimeout as sleep } from "node:timers/promises";
import { Direction, type SourceBucket } from "../../runbook";
import { startR2Front, type R2Front } from "../e2e/servers/r2-front";
import { objectsOf, putObject, type Stored } from "./buckets";
import { describeOnRgw, type Server } from "./on-rgw";
import type { Session } from "./session";

export const R2_STORE = { r2: { accountId: "0123456789abcdef0123456789abcdef" } };
const ENDPOINT = "https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com";
/** An account of another operator. */
const OTHER_ENDPOINT = "https://fedcba9876543210fedcba9876543210.r2.cloudflarestorage.com";

/** An app's session of a move that has `bucket` on R2; `source` is the other bucket of a move between two. */
export type NewSession = (
  move: { bucket: string; direction: Direction; source?: SourceBucket },
  writer: R2Front["writer"],
) => Session;

type RunOptions = NonNullable<Parameters<Session["run"]>[1]>;

/** What one test has: an empty bucket behind a front of its own, and the session that it begins. */
export class OnR2 {
  session!: Session;
  private oldFront: R2Front | undefined;

  private constructor(
    private readonly server: Server,
    readonly bucket: string,
    readonly front: R2Front,
    private readonly newSession: NewSession,
  ) {}

  static async start(server: Server, bucket: string, newSession: NewSession): Promise<OnR2> {
    return new OnR2(server, bucket, await newBucket(server, bucket), newSession);
  }

  async stop(): Promise<void> {
    this.session.remove();
    await this.oldFront?.stop();
    await this.front.stop();
  }

  begin(direction: Direction): void {
    this.session = this.newSession({ bucket: this.bucket, direction }, this.front.writer);
  }

  get oldBucket(): string {
    return `${this.bucket}-old`;
  }

  /** What R2 refused, in both buckets. */
  get refused(): string[] {
    return [...this.front.refused, ...(this.oldFront?.refused ?? [])];
  }

  /** Begins a move between buckets, out of a bucket of the gateway or of another account on R2. */
  async beginFrom(
    where: "elsewhere" | "r2",
    objects: Record<string, { headers: Record<string, string>; body?: string }>,
  ): Promise<void> {
    const { rgw, s3 } = this.server;
    const bucket = this.oldBucket;
    const front = await newBucket(this.server, bucket);
    this.oldFront = front;
    for (const [key, { headers, body }] of Object.entries(objects))
      await putObject(s3, rgw.root, bucket, key, headers, body);
    const source =
      where === "r2"
        ? { bucket, region: "auto", endpoint: OTHER_ENDPOINT }
        : { bucket, region: "us-east-1", endpoint: rgw.http };
    const move = { bucket: this.bucket, direction: Direction.S3ToS3, source };
    this.session = this.newSession(move, this.front.writer);
    this.session.writeOldKey(where === "r2" ? front.writer : rgw.root);
  }

  async run(sections: string[], options: RunOptions = {}): Promise<string> {
    // The clock of the move is in seconds: what was written just before the switch would seem to be written after it.
    if (sections.includes("The switch")) await sleep(1_100);
    return this.session.run(sections, this.options(options));
  }

  later(says: RegExp, options: RunOptions = {}): Promise<string> {
    return this.session.later(says, this.options(options));
  }

  step(section: string, shell: RegExp, options: RunOptions = {}): Promise<string> {
    return this.session.step(section, shell, this.options(options));
  }

  /** The machine trusts the authority of the tests, as it does Cloudflare's. */
  private options({ before = "", replace = {} }: RunOptions): RunOptions {
    const { ca } = this.server.rgw;
    const fronts = {
      [ENDPOINT]: this.front.url,
      ...(this.fromR2 && { [OTHER_ENDPOINT]: this.oldFront!.url }),
    };
    return {
      before: `export AWS_CA_BUNDLE=${ca} CURL_CA_BUNDLE=${ca}\n${before}`,
      replace: { ...fronts, ...replace },
    };
  }

  private get fromR2(): boolean {
    return this.session.runbook.includes(OTHER_ENDPOINT);
  }

  /** The objects as the gateway's owner sees them, who owns what the front writes. */
  stored(bucket = this.bucket): Promise<Record<string, Stored>> {
    return objectsOf(this.server.s3, bucket, this.server.rgw.root);
  }
}

async function newBucket({ rgw, s3 }: Server, bucket: string): Promise<R2Front> {
  await s3.must(rgw.root, { method: "PUT", bucket });
  return startR2Front(rgw, bucket);
}

/** `describe` for an app's runbooks on R2. The function that it gives has what the current test uses. */
export function describeOnR2(
  programs: Parameters<typeof describeOnRgw>[0],
  name: string,
  newSession: NewSession,
  tests: (onR2: () => OnR2, server: Server) => void,
): void {
  describeOnRgw(programs, name, (server) => {
    let current: OnR2;
    let count = 0;
    beforeEach(async () => {
      current = await OnR2.start(server, `on-r2-${(count += 1)}`, newSession);
    });
    afterEach(() => current.stop());
    tests(() => current, server);
  });
}
