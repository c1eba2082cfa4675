import { spawn } from "node:child_process";

/** Types a line into a shell, and what it asks for into its input; gives what it prints. Asynchronous, for servers of this process. */
export function typeLine(line: string, cwd: string, env: NodeJS.ProcessEnv, answer = ""): Promise<string> {
  const shell = spawn("bash", ["-c", line], { cwd, env: { ...process.env, ...env } });
  let [stdout, stderr] = ["", ""];
  shell.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  shell.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  // A shell that has ended before it reads gives EPIPE; its exit code tells whether it went well.
  shell.stdin.on("error", () => undefined);
  shell.stdin.end(answer);
  return new Promise((resolve, reject) => {
    shell.on("error", reject);
    shell.on("exit", (code) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`${line}: ${stdout}${stderr}`));
    });
  });
}
