import { aside, element, type Call, type Part, type Upstream } from "./call";

/** The four flags of a bucket's public access block; all false where it has none. */
export interface PublicAccessBlock {
  blockPublicAcls: boolean;
  blockPublicPolicy: boolean;
}

export async function publicAccessBlock(call: Call, upstream: Upstream): Promise<PublicAccessBlock> {
  const text = await configuration(call, upstream, "publicAccessBlock");
  const flag = (name: string): boolean => element(text, name)?.toLowerCase() === "true";
  return { blockPublicAcls: flag("BlockPublicAcls"), blockPublicPolicy: flag("BlockPublicPolicy") };
}

/** Undefined where nothing says who owns uploaded objects: then ACLs count, as they always did. */
export async function objectOwnership(call: Call, upstream: Upstream): Promise<string | undefined> {
  return element(await configuration(call, upstream, "ownershipControls"), "ObjectOwnership");
}

async function configuration(call: Call, upstream: Upstream, name: string): Promise<string> {
  const answer = await upstream(aside(call, "GET", `/${String(call.bucket)}?${name}`));
  return answer.status === 200 ? answer.body.toString() : "";
}

const XMLNS = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
const FLAGS = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];
const ALL_BLOCKED =
  `<PublicAccessBlockConfiguration ${XMLNS}>` +
  FLAGS.map((flag) => `<${flag}>true</${flag}>`).join("") +
  `</PublicAccessBlockConfiguration>`;
const OWNER_ENFORCED =
  `<OwnershipControls ${XMLNS}><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule>` +
  `</OwnershipControls>`;

/**
 * Since April 2023 a new bucket has its ACLs disabled and everything public blocked; moto's has neither. With it, a
 * public policy that is put before the block was opened fails here as it does on AWS: that proves the order of the
 * resources. https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html
 */
export const newBuckets: Part = async (call, upstream) => {
  if (call.method !== "PUT" || !call.bucket || call.key || call.action) return undefined;
  const answer = await upstream(call);
  if (answer.status !== 200) return answer;
  await upstream(aside(call, "PUT", `/${call.bucket}?publicAccessBlock`, ALL_BLOCKED));
  if (call.headers["x-amz-object-ownership"] === undefined)
    await upstream(aside(call, "PUT", `/${call.bucket}?ownershipControls`, OWNER_ENFORCED));
  return answer;
};
