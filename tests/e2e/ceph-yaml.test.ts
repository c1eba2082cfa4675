/** The component in a YAML stack, in a process of its own, with a store on Ceph. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { describeWithEngine, findOnPath } from "./engine";
import { otherProgram, projectRoot } from "./programs";
import { TestStack } from "./workspace";

const run = findOnPath("pulumi-language-yaml") === undefined ? describe.skip : describeWithEngine;

run("a YAML stack with a store on Ceph", () => {
  it("is refused without a provider, for the bucket would be made on AWS", async () => {
    const program = parse(readFileSync(join(projectRoot, "examples/ceph-yaml/Pulumi.yaml"), "utf8")) as {
      packages: Record<string, string>;
      resources: { ceph?: object; social: { options?: object } };
    };
    program.packages["media-storage"] = projectRoot;
    delete program.resources.ceph;
    delete program.resources.social.options;
    // Nothing listens there: whatever goes to AWS fails.
    const stack = await TestStack.create(
      otherProgram({ "Pulumi.yaml": stringify(program) }),
      "http://127.0.0.1:9",
    );
    try {
      stack.configure({ "social:accessKeyId": "RGWKEY" });
      await stack.setSecret("social:secretAccessKey", "x");
      await expect(stack.preview()).rejects.toThrow("needs an aws.Provider for its endpoint");
    } finally {
      await stack.dispose();
    }
  });
});
