/** A new bucket of a server, of which a test asks one capability. */
import { denyInsecureTransport, document, publicRead } from "../../access/statements";
import type { ConditionBlock, Statement } from "../../access/policy";
import type { Answer, Credentials } from "../rgw/client";
import { elements, type S3, type S3Request } from "../rgw/s3";

/** How a server gives permissions and how it refuses. */
export interface AskedServer {
  /** The writer as the principal of a bucket policy; undefined if policies decide only about requests without a signature. */
  principal?: string;
  /** Creates a user with this permission at the server, where bucket policies do not decide about users. */
  createUserWith?: (permission: Statement) => Promise<Credentials>;
  /** `501 NotImplemented`: how the server refuses what it does not support. A refusal for any other reason fails the test. */
  refusal?: string;
}

export class FreshBucket {
  constructor(
    private readonly s3: S3,
    readonly name: string,
    private readonly server: AskedServer,
  ) {}

  get http(): string {
    return this.s3.server.http;
  }

  get owner(): Credentials {
    return this.s3.server.root;
  }

  private get arn(): string {
    return `arn:aws:s3:::${this.name}`;
  }

  ask(who: Credentials | undefined, request: Partial<S3Request>): Promise<Answer> {
    return this.s3.ask(who, { method: "GET", bucket: this.name, ...request });
  }

  /** Sends a request as the owner; it must succeed. */
  must(request: Partial<S3Request>): Promise<Answer> {
    return this.s3.must(this.owner, { method: "PUT", bucket: this.name, ...request });
  }

  /** Whether the owner's request succeeds; otherwise it must be refused as this server refuses what it does not support. */
  async takes(request: Partial<S3Request>): Promise<boolean> {
    return (await this.answer(request)) !== undefined;
  }

  /** The answer to the owner's request; undefined if it is refused as this server refuses what it does not support. */
  async answer(request: Partial<S3Request>): Promise<Answer | undefined> {
    const answer = await this.ask(this.owner, { method: "PUT", ...request });
    return succeeded(answer, this.server.refusal) ? answer : undefined;
  }

  /** Whether the request is allowed. */
  async allows(who: Credentials | undefined, request: Partial<S3Request>): Promise<boolean> {
    return succeeded(await this.ask(who, request), "403 AccessDenied");
  }

  /** Whether anybody can read the object. */
  isPublic(key: string, over: "http" | "https" = "https"): Promise<boolean> {
    return this.allows(undefined, { key, over });
  }

  /** Who is let in by a bucket policy: the writer, or everybody where policies decide only about requests without a signature. */
  get guest(): Credentials | undefined {
    return this.server.principal === undefined ? undefined : this.s3.server.writer;
  }

  /** A bucket policy that lets the guest read. */
  policyForGuest(condition?: ConditionBlock): Partial<S3Request> {
    return this.policy([this.statement(["s3:GetObject"], condition)]);
  }

  /** A user with this permission for the bucket's objects and no other. */
  async userWith(actions: string[], condition?: ConditionBlock): Promise<Credentials> {
    const { createUserWith } = this.server;
    if (createUserWith !== undefined) return createUserWith(this.permission(actions, condition));
    await this.must(this.policy([this.statement(actions, condition)]));
    return this.s3.server.writer;
  }

  /** A bucket policy that lets everybody read, with the library's own statement that denies plain http if asked for. */
  publicPolicy({ onlyOverTls = false } = {}): Partial<S3Request> {
    return this.policy([
      publicRead(this.arn, [""]),
      ...(onlyOverTls ? [denyInsecureTransport(this.arn)] : []),
    ]);
  }

  private statement(actions: string[], condition?: ConditionBlock): Statement {
    return { Principal: { AWS: this.server.principal ?? "*" }, ...this.permission(actions, condition) };
  }

  private permission(Action: string[], Condition?: ConditionBlock): Statement {
    return { Effect: "Allow", Action, Resource: `${this.arn}/*`, ...(Condition && { Condition }) };
  }

  private policy(statements: Statement[]): Partial<S3Request> {
    return { query: "policy", body: JSON.stringify(document(statements)) };
  }
}

/** Whether the request succeeded. Any other answer than the expected refusal is an error. */
export function succeeded({ status, text }: Answer, refusal = "no refusal"): boolean {
  if (status >= 200 && status < 300) return true;
  expect([status, ...elements(text, "Code")].join(" ")).toBe(refusal);
  return false;
}
