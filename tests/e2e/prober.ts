/** Asks all the time, while something else works, for what nobody may see. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Answer, Credentials } from "../rgw/client";
import { S3, type S3Request } from "../rgw/s3";
import type { S3Server } from "../s3-servers";

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
  /** How often everything was asked and answered: a round in which one question had no answer proves nothing. */
  rounds: number;
  /** Answers that nobody may get: one line for each kind. */
  leaks: string[];
  /** Questions that had no answer at the first try, with the reason: neither a leak nor a proof. */
  unanswered: string[];
  /** The statuses of each public key in the order in which they changed, as `https accounts/1.png`: [403, 200]. */
  public: Record<string, number[]>;
}

/** What the prober asks with; tests of the prober itself answer on their own. */
export type Ask = (who: Credentials | undefined, request: S3Request) => Promise<Answer>;

/** With the answers a round takes some 40 ms, in which the engine makes one or two requests; asking faster slows it down. */
const PAUSE_MS = 20;
/** Longer than the longest file of tests on a busy machine; a prober that one forgot ends by itself. */
const LIMIT_MS = 3_600_000;
/** A server on a busy machine may stay silent for seconds; each question is asked that often in a round. */
const TRIES = 5;
const RETRY_PAUSE_MS = 200;
/** How long `take` waits for whole rounds. */
const PATIENCE_MS = 180_000;

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
  private readonly s3: S3 | undefined;
  private readonly ask: Ask;
  private readonly questions: Question[];
  private readonly loop: Promise<void>;
  private stopped = false;
  private ended = false;
  private report = emptyReport();

  constructor(
    private readonly server: S3Server,
    private readonly targets: Targets,
    ask?: Ask,
  ) {
    // Connections of its own, which are kept: nobody waits for the engine's, and a handshake would halve the questions.
    const s3 = ask === undefined ? new S3(server) : undefined;
    this.s3 = s3;
    this.ask = ask ?? ((who, request) => s3!.ask(who, request));
    this.questions = questionsAbout(targets);
    this.loop = this.askAll();
  }

  /**
   * Everything since the last call, with at least one more whole round of questions that began after this call. An error
   * where no such round succeeds: silence says nothing about who could read what.
   */
  async take(patienceMs = PATIENCE_MS): Promise<Report> {
    const before = this.report.rounds;
    const deadline = Date.now() + patienceMs;
    while (this.report.rounds < before + 2) {
      if (this.ended) throw new Error("the prober has ended");
      if (Date.now() > deadline) {
        const silent = this.report.unanswered.join("\n");
        throw new Error(`could not be asked within ${patienceMs / 1000} s:\n${silent}`);
      }
      await sleep(PAUSE_MS);
    }
    const { report } = this;
    this.report = emptyReport();
    return report;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.loop;
    this.s3?.close();
  }

  private async askAll(): Promise<void> {
    const deadline = Date.now() + LIMIT_MS;
    while (!this.stopped && Date.now() < deadline) {
      const answered = await Promise.all(this.questions.map((question) => this.isAnswered(question)));
      if (answered.every(Boolean)) this.report.rounds++;
      await sleep(PAUSE_MS);
    }
    this.ended = true;
  }

  /** Asks until there is an answer, and notes it; false where there is none after some tries. */
  private async isAnswered(question: Question): Promise<boolean> {
    const who = question.signed ? this.server.other : undefined;
    for (let tried = 0; tried < TRIES && !this.stopped; tried++) {
      if (tried > 0) await sleep(RETRY_PAUSE_MS);
      const answer = await this.ask(who, question).catch((error: unknown) => String(error));
      if (typeof answer === "string") add(this.report.unanswered, `${question.name}: ${answer}`);
      else if (this.note(question, answer)) return true;
    }
    return false;
  }

  /** Whether it was an answer: a server that is too busy says nothing about who may read what. */
  private note({ name, isPublic }: Question, { status, text }: Answer): boolean {
    const shown = Object.keys(this.targets.private).find((key) => text.includes(this.targets.private[key]!));
    const { leaks, unanswered } = this.report;
    if (shown !== undefined) add(leaks, `${name}: shows ${shown}`);
    else if (LISTING.test(text)) add(leaks, `${name}: shows a listing`);
    // 501 is the answer of a server that does not know the request: Garage has no list of versions.
    else if (status >= 500 && status !== 501) {
      add(unanswered, `${name}: ${status}`);
      return false;
    } else if (!isPublic && status < 400) add(leaks, `${name}: ${status}`);
    if (isPublic) {
      const statuses = (this.report.public[name] ??= []);
      if (statuses.at(-1) !== status) statuses.push(status);
    }
    return true;
  }
}

function emptyReport(): Report {
  return { rounds: 0, leaks: [], unanswered: [], public: {} };
}

function add(lines: string[], line: string): void {
  if (!lines.includes(line)) lines.push(line);
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
