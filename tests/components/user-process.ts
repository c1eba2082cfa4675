/** A unit test of a user without a framework, in its own process: an unhandled rejection ends it. */
import { runtime } from "@pulumi/pulumi";
import { ANSWERS, CALLS, program, settled } from "./user-program";

const [answer = ""] = process.argv.slice(2);

async function run(): Promise<void> {
  await runtime.setMocks({ newResource: ANSWERS[answer]!, call: CALLS["an error"]! }, "shop", "test", false);
  const storages = program();
  await settled(storages);
  process.stdout.write(`${Object.keys(storages).length} storages\n`);
}

void run();
