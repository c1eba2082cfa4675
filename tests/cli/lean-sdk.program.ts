/** Run by lean-sdk.test.ts in a process of its own, for the SDK is changed before it is loaded. */
import { leanSdk } from "../../cli/lean-sdk";

async function main(): Promise<void> {
  const isLean = leanSdk(process.env);
  const pulumi = await import("@pulumi/pulumi");
  const { record } = await import("../../cli/preview/record");
  const { ComponentResource, CustomResource, ProviderResource, output, secret } = pulumi;
  type Options = import("@pulumi/pulumi").CustomResourceOptions;
  type Props = Record<string, unknown>;

  class Thing extends CustomResource {
    declare readonly text: import("@pulumi/pulumi").Output<string>;
    declare readonly missing: import("@pulumi/pulumi").Output<string>;
    constructor(name: string, props: Props, opts: Options = {}) {
      super("test:index:Thing", name, { missing: undefined, text: "text", ...props }, opts);
    }
  }
  class Provider extends ProviderResource {
    constructor(name: string, props: Props) {
      super("test", name, props);
    }
  }
  class Group extends ComponentResource {
    readonly members: Thing[];
    constructor(name: string, opts = {}) {
      super("test:index:Group", name, { about: name }, opts);
      this.members = ["a", "b"].map((member) => new Thing(`${name}-${member}`, {}, { parent: this }));
      this.registerOutputs({ text: this.members[0]?.text, id: this.members[1]?.id, data: { list: [1] } });
    }
  }

  const seen: Record<string, unknown> = {};
  const see = async (name: string, value: import("@pulumi/pulumi").Output<unknown>) => {
    const asked = value as unknown as Record<"isKnown" | "isSecret", Promise<boolean>> & {
      promise(): Promise<unknown>;
      allResources(): Promise<Set<{ __name: string }>>;
    };
    const [isKnown, isSecret, known, resources] = await Promise.all([
      asked.isKnown,
      asked.isSecret,
      asked.promise(),
      asked.allResources(),
    ]);
    seen[name] = { isKnown, isSecret, known, resources: [...resources].map((one) => one.__name) };
  };

  const [only = "all"] = process.argv.slice(2);
  const config = { project: "lean", stack: "test", values: {}, secretKeys: [] };
  const registrations = await record(config, async (settled) => {
    if (only === "reject") {
      const broken = new Thing("broken", { text: Promise.reject(new Error("never came")) });
      const dependent = new Thing("dependent", { other: broken.text }, { dependsOn: broken });
      new Thing("third", { fourth: dependent.id });
      return;
    }
    const provider = new Provider("chosen", { endpoint: "https://example.org" });
    const first = new Thing("first", {
      nested: { list: [1, undefined, { deep: true, gone: undefined }], nothing: null },
      later: Promise.resolve({ text: "came" }),
      hidden: secret({ text: "hidden" }),
      method: () => "dropped",
    });
    const group = new Group("group");
    const second = new Thing(
      "second",
      { text: first.text, other: [first.id, output({ urn: first.urn })], mixed: { first, group } },
      { provider, protect: true, retainOnDelete: true, deleteBeforeReplace: true, dependsOn: [group, first] },
    );
    new Thing("third", {}, { import: "existing", additionalSecretOutputs: ["text"], dependsOn: second });
    // Options that only the SDK's own way knows.
    const sibling = new Thing("sibling", { only: "one" });
    const fourth = new Thing("fourth", { text: second.text }, { ignoreChanges: ["text"], dependsOn: group });
    new Thing("fifth", { text: fourth.text }, { replaceOnChanges: ["text"] });
    await settled();
    const has = (thing: Thing) => (thing as unknown as Props)["only"] !== undefined;
    seen["only one has it"] = [sibling, first, second].map(has);
    await see("text", first.text);
    await see(
      "hidden",
      (first as unknown as Record<string, typeof first.text>)["hidden"] as typeof first.text,
    );
    await see("missing", first.missing);
    await see("id", second.id);
    await see("urn", second.urn);
    await see("of a component", group.urn);
    await see("of the SDK's own way", fourth.urn);
    await see("text of the SDK's own way", fourth.text);
  });
  process.stdout.write(JSON.stringify({ isLean, registrations, seen }, null, 2));
}

void main();
