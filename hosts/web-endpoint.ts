/** The argument `webEndpoint` of an external host: where a proxy reads a bucket on a store that publishes only whole buckets. */
import type { Reason } from "../validation/problem";
import { originProblems } from "../validation/names";
import { ORIGIN_CHECK } from "../validation/name-patterns";
import { ownMember } from "../validation/own-member";
import { isPrivateUrl } from "../validation/private-url";
import type { Finding, Rule } from "../validation/rules";
import { isMap } from "../validation/shape";
import type { ExternalHostArgs } from "./args";
import type { HostedStore } from "./host";

export const WEB_ENDPOINT_RULE: Rule<ExternalHostArgs> = {
  at: "webEndpoint",
  reasons: urlProblems,
  editor: ORIGIN_CHECK,
};

/** Whoever reaches the endpoint reads every object of the bucket, so that it must not be public. */
function urlProblems(url: string): Reason[] {
  const problems = originProblems(url, { oneLabel: true });
  if (problems.length > 0 || isPrivateUrl(url)) return problems;
  const message =
    'is a public address, at which everybody could read the whole bucket, private files too; let the endpoint listen on loopback or in a private network, and set that address, such as "http://127.0.0.1:3902"';
  return [{ code: "web-endpoint-public", message }];
}

/** How a message shows an external host, with what it needs on this store. */
export const ownProxy = ({ webEndpoint }: Pick<HostedStore, "webEndpoint">): string =>
  webEndpoint === undefined ? "`external: {}`" : `\`external: { webEndpoint: "${webEndpoint.example}" }\``;

/** Whether the arguments of an external host, which may have problems, have it. */
export const hasWebEndpoint = (args: unknown): boolean =>
  isMap(args) && ownMember(args, "webEndpoint") !== undefined;

/** What is wrong about its presence. Signed URLs are for the S3 API, which checks them. */
export function webEndpointProblems(
  { webEndpoint: given, signing }: Pick<ExternalHostArgs, "webEndpoint" | "signing">,
  { title, webEndpoint }: HostedStore,
): Finding[] {
  const path = "webEndpoint";
  if (given === undefined) {
    if (webEndpoint === undefined || signing !== undefined) return [];
    const message = `is missing, but your proxy cannot read a bucket on ${title} without it; set the address of ${title}'s web endpoint (${webEndpoint.setting}), which only the proxy may reach, such as "${webEndpoint.example}"`;
    return [{ code: "web-endpoint-missing", path, message }];
  }
  if (webEndpoint === undefined) {
    return [{ code: "web-endpoint-unused", path, message: `is not used on ${title}; remove it` }];
  }
  if (signing === undefined) return [];
  const message = "is not used with signing, because signed URLs are for the S3 API; remove it";
  return [{ code: "web-endpoint-unused", path, message }];
}
