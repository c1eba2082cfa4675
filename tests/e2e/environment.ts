import { existsSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { pulumiHome } from "./engine";
import { nodeModules } from "./programs";

/** A home of its own, for the CLI notes there which stack is selected where; with the plugins that the user has. */
export function linkPlugins(home: string): void {
  const plugins = join(pulumiHome(), "plugins");
  if (existsSync(plugins)) symlinkSync(plugins, join(home, "plugins"));
}

/** An AWS for tests that need none: nothing listens there, so whatever goes to AWS fails. */
export const NO_AWS = "http://127.0.0.1:9";

/** What the CLI, the program and the provider see of the outside; `root` is the stack's own folder. */
export function environment(root: string, awsUrl: string): Record<string, string> {
  return {
    PULUMI_HOME: join(root, "home"),
    PULUMI_BACKEND_URL: `file://${join(root, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    AWS_ENDPOINT_URL: awsUrl,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "eu-central-1",
    AWS_EC2_METADATA_DISABLED: "true",
    // Whoever runs the tests may have a real account: nothing of its settings may win over those above.
    AWS_PROFILE: "",
    AWS_SESSION_TOKEN: "",
    AWS_ENDPOINT_URL_S3: "",
    AWS_ENDPOINT_URL_IAM: "",
    AWS_ENDPOINT_URL_STS: "",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    NODE_PATH: nodeModules,
    PROVIDER_PROXY_LOG: join(root, "provider.log"),
  };
}

/** Ends whatever has this in its environment: the plugins of a CLI that was killed would miss it only minutes later. */
export function endProcessesWith(variable: string): void {
  const processes = existsSync("/proc") ? readdirSync("/proc").filter((name) => /^\d+$/.test(name)) : [];
  for (const id of processes) {
    try {
      const variables = readFileSync(`/proc/${id}/environ`, "utf8").split("\0");
      if (variables.includes(variable)) process.kill(Number(id), "SIGKILL");
    } catch {
      // it has ended by itself, or is somebody else's
    }
  }
}
