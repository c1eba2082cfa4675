/** The header of a request to `service` by the account's owner: the local AWS looks for a signature, but checks none. */
export function asOwner(service: string): string {
  return `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
}

/** The access keys of a user as IAM has them: id -> status. */
export async function accessKeys(awsUrl: string, user: string): Promise<Record<string, string>> {
  const response = await fetch(awsUrl, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      Authorization: asOwner("iam"),
    },
    body: new URLSearchParams({ Action: "ListAccessKeys", UserName: user, Version: "2010-05-08" }),
  });
  const text = await response.text();
  if (text.includes("NoSuchEntity")) return {};
  const members = [...text.matchAll(/<member>([\s\S]*?)<\/member>/g)].map(([, member = ""]) => member);
  return Object.fromEntries(
    members.map((member) => [element(member, "AccessKeyId"), element(member, "Status")]),
  );
}

function element(xml: string, name: string): string {
  return new RegExp(`<${name}>(.*?)</${name}>`).exec(xml)?.[1] ?? "";
}
