/** Asks all the time, while something else works, for what nobody may see. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Answer } from "../rgw/client";
import { S3, type S3Request } from "../rgw/s3";
import type { Rgw } from "../rgw/server";

/** What is asked for. The bucket and its objects need not exist yet. */
export interface Targets {
  bucket: string;
  /** Objects that nobody may read, by key, with contents that are nowhere else. */
  private: Record<string, string>;
  /** Keys of objects that may become readable; how they answered is reported, and no leak. */
  public: string[];
}

/** What was answered since the last report. */
export interface Report {
  /** How often everything was asked. */
  rounds: number;
  /** What was answered that nobody may see, and which questions had no answer: one line for each kind. */
  leaks: string[];
  /** The statuses of each public key in the order in which they changed, as `https accounts/1.png`: [403, 200]. */
  public: Record<string, number[]>;
}

/** With the answers a round takes some 40 ms, in which the engine makes one or two requests; asking faster slows it down. */
const PAUSE_MS = 20;
/** Longer than the longest file of tests on a busy machine; a prober that one forgot ends by itself. */
const LIMIT_MS = 1_800_000;

const LISTINGS = { list: undefined, "list v2": "list-type=2", versions: "versions", uploads: "uploads" };
const LISTING = /<List\w*Result|<ListMultipartUploads/;

const OVERS = ["http", "https"] as const;
const WAYS = [
  ...OVERS.map((over) => ({ who: "anybody", over, signed: false })),
  { who: "a stranger", over: "https" as const, signed: true },
];

interface Question extends S3Request {
  name: string;
  signed: boolean;
  isPublic: boolean;
}

/** Anonymous over http and https, and by somebody who has a key of the server's. */
export class Prober {
  private readonly s3: S3;
  private readonly questions: Question[];
  private readonly loop: Promise<void>;
  private stopped = false;
  private ended = false;
  private report: Report = { rounds: 0, leaks: [], public: {} };

  constructor(
    private readonly rgw: Rgw,
    private readonly targets: Targets,
  ) {
    // Connections of its own, which are kept: nobody waits for the engine's, and a handshake would halve the questions.
    this.s3 = new S3(rgw);
    this.questions = questionsAbout(targets);
    this.loop = this.ask();
  }

  /** Everything since the last call, with at least one more round of questions that began after this call. */
  async take(): Promise<Report> {
    const before = this.report.rounds;
    while (this.report.rounds < before + 2) {
      if (this.ended) throw new Error("the prober has ended");
      await sleep(PAUSE_MS);
    }
    const { report } = this;
    this.report = { rounds: 0, leaks: [], public: {} };
    return report;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.loop;
    this.s3.close();
  }

  private async ask(): Promise<void> {
    const deadline = Date.now() + LIMIT_MS;
    while (!this.stopped && Date.now() < deadline) {
      await Promise.all(
        this.questions.map(async (question) => {
          const who = question.signed ? this.rgw.other : undefined;
          try {
            this.note(question, await this.s3.ask(who, question));
          } catch (error) {
            this.leak(`${question.name}: no answer: ${String(error)}`);
          }
        }),
      );
      this.report.rounds++;
      await sleep(PAUSE_MS);
    }
    this.ended = true;
  }

  private note({ name, isPublic }: Question, { status, text }: Answer): void {
    const shown = Object.keys(this.targets.private).find((key) => text.includes(this.targets.private[key]!));
    if (shown !== undefined) this.leak(`${name}: shows ${shown}`);
    else if (LISTING.test(text)) this.leak(`${name}: shows a listing`);
    else if (status >= 500) this.leak(`${name}: no answer: ${status}`);
    else if (!isPublic && status < 400) this.leak(`${name}: ${status}`);
    if (isPublic) {
      const statuses = (this.report.public[name] ??= []);
      if (statuses.at(-1) !== status) statuses.push(status);
    }
  }

  private leak(what: string): void {
    if (!this.report.leaks.includes(what)) this.report.leaks.push(what);
  }
}

function questionsAbout({ bucket, private: hidden, public: shown }: Targets): Question[] {
  const about = { method: "GET", bucket };
  const listings = Object.entries(LISTINGS).map(([name, query]) => ({ name, query }));
  const objects = Object.keys(hidden).map((key) => ({ name: key, key }));
  const asked = WAYS.flatMap(({ who, ...way }) =>
    [...listings, ...objects].map(({ name, ...what }) => {
      return { ...about, ...way, ...what, name: `${who}, ${way.over}, ${name}`, isPublic: false };
    }),
  );
  const readable = OVERS.flatMap((over) =>
    shown.map((key) => ({ ...about, over, key, signed: false, name: `${over} ${key}`, isPublic: true })),
  );
  return [...asked, ...readable];
}
