/** Versions of objects, on a bucket that is used: kept from then on, kept no longer, and what was there is there. */
import { asOwner } from "./as-owner";
import { describeWithEngine, testsAreSteps } from "./engine";
import { projectProgram } from "./programs";
import { startAwsLocal, type AwsLocal } from "./servers/aws-local";
import { TestStack } from "./workspace";

const BUCKET = "e2e-versioning";

/** The rules of a lifecycle configuration, each as "Name=value" and "Name(members)" in alphabetical order. */
function rulesOf(xml: string): string[] {
  const members = (text: string): string[] =>
    [...text.matchAll(/<(\w+)>(.*?)<\/\1>/gs)]
      .map(([, name = "", inner = ""]) =>
        inner.includes("<") ? `${name}(${members(inner).join(" ")})` : `${name}=${inner}`,
      )
      .sort();
  const whole = xml.replace(/<(\w+) ?\/>/g, "<$1></$1>");
  return [...whole.matchAll(/<Rule>(.*?)<\/Rule>/gs)].map(([, rule = ""]) => members(rule).join(" "));
}

describeWithEngine("versioning", () => {
  testsAreSteps();
  let aws: AwsLocal;
  let stack: TestStack;

  beforeAll(async () => {
    aws = await startAwsLocal();
    stack = await TestStack.create(projectProgram, aws.url);
  });
  afterAll(async () => {
    (stack as TestStack | undefined)?.discard();
    await (aws as AwsLocal | undefined)?.stop();
  });

  async function deploy(data: object): Promise<string[]> {
    const store = { aws: { region: "eu-central-1" } };
    const mastodon = { webDomain: "social.example", bucket: BUCKET, store, data };
    stack.configure({ "media-storage:instances": { social: { mastodon } } });
    const { steps } = await stack.up();
    return steps.filter((step) => step !== "update social");
  }
  const s3 = async (method: string, path: string, body?: string): Promise<string> => {
    const init = { method, headers: { Authorization: asOwner("s3") }, ...(body !== undefined && { body }) };
    return (await fetch(`${aws.url}/${BUCKET}${path}`, init)).text();
  };
  const count = (text: string, element: string): number => text.split(`<${element}>`).length - 1;
  /** Each object's versions and the marks of its deletion. */
  async function versions(): Promise<{ versions: number; deletions: number }> {
    const text = await s3("GET", "?versions");
    return { versions: count(text, "Version"), deletions: count(text, "DeleteMarker") };
  }

  it("is not managed by default", async () => {
    const steps = await deploy({});
    expect(steps).not.toContain("create social-versioning");
    await s3("PUT", "/accounts/1.png", "first");
    await s3("PUT", "/accounts/1.png", "second");
    expect(await versions()).toEqual({ versions: 1, deletions: 0 });
  });

  it("is turned on: overwritten and deleted versions are kept until their days are over", async () => {
    expect(await deploy({ versioning: { enabled: true, noncurrentDays: 7 } })).toEqual([
      "create social-versioning",
      "update social-lifecycle",
    ]);
    await s3("PUT", "/accounts/1.png", "third");
    await s3("DELETE", "/accounts/1.png");
    expect(await versions()).toEqual({ versions: 2, deletions: 1 });
    expect(await s3("GET", "?lifecycle")).toContain("<NoncurrentDays>7</NoncurrentDays>");
  });

  it("works with the operator's rules, which S3 has next to the library's, without a diff", async () => {
    const transition = { storageClass: "STANDARD_IA", days: 90 };
    const lifecycleRules = [
      { id: "accounts", prefix: "accounts/", transition, noncurrentDays: 3, abortUploadsAfterDays: 1 },
      { id: "versions", noncurrentTransition: { storageClass: "GLACIER_IR", days: 2 } },
      { id: "tag", tags: { keep: "yes" }, transition },
    ];
    const data = { versioning: { enabled: true, noncurrentDays: 7 }, lifecycleRules };
    expect(await deploy(data)).toEqual(["update social-lifecycle"]);
    const cheap = "Status=Enabled Transition(Days=90 StorageClass=STANDARD_IA)";
    expect(rulesOf(await s3("GET", "?lifecycle"))).toEqual([
      "AbortIncompleteMultipartUpload(DaysAfterInitiation=7) Filter(Prefix=) " +
        "ID=abort-incomplete-multipart-uploads Status=Enabled",
      "Expiration(ExpiredObjectDeleteMarker=true) Filter(Prefix=) ID=expire-noncurrent-versions " +
        "NoncurrentVersionExpiration(NoncurrentDays=7) Status=Enabled",
      "AbortIncompleteMultipartUpload(DaysAfterInitiation=1) Filter(Prefix=accounts/) ID=accounts " +
        `NoncurrentVersionExpiration(NoncurrentDays=3) ${cheap}`,
      "Filter(Prefix=) ID=versions " +
        "NoncurrentVersionTransition(NoncurrentDays=2 StorageClass=GLACIER_IR) Status=Enabled",
      `Filter(Tag(Key=keep Value=yes)) ID=tag ${cheap}`,
    ]);
    expect(await deploy(data)).toEqual([]);
    // As before, for the next life.
    expect(await deploy({ versioning: { enabled: true, noncurrentDays: 7 } })).toEqual([
      "update social-lifecycle",
    ]);
  });

  it("is turned off: the old versions are kept, and still expire", async () => {
    expect(await deploy({ versioning: { enabled: false, noncurrentDays: 7 } })).toEqual([
      "update social-versioning",
    ]);
    await s3("PUT", "/accounts/2.png", "first");
    await s3("PUT", "/accounts/2.png", "second");
    expect(await versions()).toEqual({ versions: 3, deletions: 1 });
    expect(await s3("GET", "?lifecycle")).toContain("<NoncurrentDays>7</NoncurrentDays>");
  });
});
