/** Media hosts at CloudFront that the engine creates, and what AWS and DNS then say of them. */
import { GetDistributionCommand, type DistributionConfig } from "@aws-sdk/client-cloudfront";
import type { PolicyDocument } from "../../access/policy";
import { projectProgram } from "./programs";
import { startAwsLocal, type AwsLocal } from "./servers/aws-local";
import { callsTo, type Calls } from "./servers/aws-local-calls";
import type { DnsSource } from "./servers/aws-local/public-dns";
import { TestStack } from "./workspace";

/** What the output says of each hostname, the current one first. */
export interface HostOutput {
  hostname: string;
  distributionId: string;
  domainName: string;
  recordName: string;
  recordType: string;
  recordValue: string;
}

/** The project's own program on the local AWS. */
export class MediaHosts {
  private constructor(
    readonly aws: AwsLocal,
    readonly calls: Calls,
    readonly stack: TestStack,
  ) {}

  static async start(options: { dns?: DnsSource[]; env?: Record<string, string> } = {}): Promise<MediaHosts> {
    const { dns = [], env = {} } = options;
    const aws = await startAwsLocal({ dns });
    const stack = await TestStack.create(projectProgram, aws.url, env);
    stack.configure({ "aws:s3UsePathStyle": true });
    return new MediaHosts(aws, callsTo(aws.url), stack);
  }

  async stop(): Promise<void> {
    try {
      await this.stack.dispose();
    } finally {
      await this.aws.stop();
    }
  }

  /** Instances of Mastodon by name, each with this media host, in a bucket of its own. */
  configure(mediaHosts: Record<string, object | undefined>): void {
    const instances = Object.entries(mediaHosts).map(([name, mediaHost]) => {
      const mastodon = {
        webDomain: `${name}.example`,
        bucket: `${name}-example-media`,
        store: { aws: { region: "eu-central-1" } },
        data: { protect: false, retainOnDelete: false },
        ...(mediaHost && { mediaHost }),
      };
      return [name, { mastodon }];
    });
    this.stack.configure({ "media-storage:instances": Object.fromEntries(instances) as object });
  }

  async hosts(instance: string): Promise<HostOutput[]> {
    return (await this.stack.outputs())[`${instance}MediaHosts`]?.value as HostOutput[];
  }

  /** The distribution of the instance's current hostname, or of another of its hostnames. */
  async distribution(
    instance: string,
    hostname?: string,
  ): Promise<DistributionConfig & { id: string; arn: string }> {
    const hosts = await this.hosts(instance);
    const host = hostname === undefined ? hosts[0] : hosts.find((one) => one.hostname === hostname);
    const { Distribution: found } = await this.calls.cloudFront.send(
      new GetDistributionCommand({ Id: host!.distributionId }),
    );
    return { ...found!.DistributionConfig!, id: found!.Id!, arn: found!.ARN! };
  }

  /** The ARNs of the distributions that the policy of the instance's bucket lets in. */
  async readers(instance: string): Promise<string[]> {
    const reply = await fetch(`${this.aws.url}/${instance}-example-media?policy`, {
      headers: { authorization: "AWS4-HMAC-SHA256 Credential=test/20250101/us-east-1/s3/aws4_request" },
    });
    const { Statement: statements } = (await reply.json()) as PolicyDocument;
    const sources = statements.flatMap(({ Principal, Condition }) =>
      JSON.stringify(Principal).includes("cloudfront.amazonaws.com")
        ? [Condition?.["StringEquals"]?.["aws:SourceArn"] ?? "anybody's"]
        : [],
    );
    return sources.flat().map(String).sort();
  }

  /** A second `up` changes nothing, and neither does one after a refresh. */
  async expectSettled(): Promise<void> {
    expect(await this.stack.up()).toMatchObject({ steps: [] });
    await this.stack.refresh();
    expect(await this.stack.up()).toMatchObject({ steps: [] });
  }
}

/** The steps that do more than update a distribution, a certificate or a record. The program may share policies, which are replaced. */
export function replacedInHost(steps: readonly string[]): string[] {
  return steps.filter(
    (step) => /-(distribution|certificate|record)-/.test(step) && !step.startsWith("update "),
  );
}
