import type { PolicyDocument } from "../../access/policy";
import type { Credentials } from "../rgw/client";

/** A running S3 server of a test, on loopback. */
export interface S3Server {
  /** `http://127.0.0.1:port`, without a slash at its end. Buckets are in the path. */
  http: string;
  https: string;
  /** The path of the certificate authority of https (for NODE_EXTRA_CA_CERTS, AWS_CA_BUNDLE, customCaBundle). */
  ca: string;
  /** The server's administrator, who owns the buckets that it creates. */
  root: Credentials;
  /** A user called "writer", who cannot create buckets, nor do anything else without a policy. */
  writer: Credentials;
  /** A user called "other", who may have buckets. */
  other: Credentials;
  stop(): Promise<void>;
}

/** A user of a server, with the name and the keys that the test chose. */
export interface User {
  name: string;
  keys: Credentials;
}

export interface NewUser extends User {
  mayCreateBuckets: boolean;
}

/** A program, and its arguments. */
export type Command = [program: string, ...args: string[]];

/** Where a server runs, and who administers it. */
export interface Place {
  /** A folder for everything that the server writes. */
  folder: string;
  /** Free ports of loopback: that of S3, and as many more as the server needs. */
  ports: number[];
  /** `http://127.0.0.1:port` of S3. */
  http: string;
  root: Credentials;
  /** The path of one of the server's programs. */
  program: (name: string) => string;
}

/** How the tests run a server: one file per server. */
export interface ServerKind {
  /** Its name in stores/s3. */
  name: string;
  title: string;
  /** Its programs, the server first. Each is found on PATH, or where a variable such as MINIO_BINARY says. */
  programs: readonly string[];
  /** Ports besides that of S3. Default: 0. */
  morePorts?: number;
  /** Subfolders that must exist. */
  subfolders: readonly string[];
  /** The command's arguments, which serve S3 on the first port of loopback, over http. May write files into the folder. */
  arguments(place: Place): string[];
  /** Variables of the environment of the server. */
  environment?(place: Place): Record<string, string>;
  /** Variables of the environment of the server's own command, for a command line that an operator types. */
  ofCommand?(place: Place): Record<string, string>;
  /** The URL at which it serves whole buckets; undefined if it does not. */
  webEndpoint?(place: Place): string;
  /** What the server says if another process has one of its ports. */
  portTaken: RegExp;
  /** The server's own commands that create a user. May write files into the folder. */
  createUser(place: Place, user: NewUser): Command[];
  /** A user as a principal of bucket policies; undefined if those do not decide about users. */
  principal?: (user: User) => string;
  /** The server's own commands that give a user permissions, where bucket policies do not. May write files into the folder. */
  grant?(place: Place, user: User, policy: PolicyDocument): Command[];
  /** The server's own commands that create a bucket of root's, where the S3 API does not create it for everybody. */
  createBucket?(place: Place, bucket: string): Command[];
  /** The server's own commands that let a user read and write a bucket, where there are no policies. */
  allowBucket?(place: Place, bucket: string, user: User): Command[];
  /** Whether a bucket has CORS rules of its own. */
  hasBucketCors: boolean;
}
