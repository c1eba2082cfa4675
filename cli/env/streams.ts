/** What a command reads and prints to. */
export interface Streams {
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
  env: NodeJS.ProcessEnv;
  /** Secrets that no output may show. Each command adds the secrets that it reads. */
  secrets: Set<string>;
}
