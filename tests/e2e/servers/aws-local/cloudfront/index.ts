import type { Certificates } from "../acm/certificates";
import { Refusal, type Answer, type Call, type Part, type Upstream } from "../call";
import type { PublicDns } from "../public-dns";
import { listConflictingAliases, updateDomainAssociation } from "./aliases";
import { answerDistributions } from "./distributions";
import { answerFunctions } from "./functions";
import { answerItems } from "./items";
import { KINDS } from "./kinds";
import { PREFIX } from "./protocol";
import type { CloudFrontStore } from "./store";
import { answerTags } from "./tags";

/**
 * CloudFront's API, as far as somebody who serves a bucket needs it: moto has no functions, no policies, and drops parts of
 * distributions. Its data plane is not here.
 */
export const cloudFront =
  (store: CloudFrontStore, certificates: Certificates, dns: PublicDns): Part =>
  async (call, upstream) =>
    call.path.startsWith(PREFIX) ? answer({ store, certificates, dns, upstream }, call) : undefined;

interface Context {
  store: CloudFrontStore;
  certificates: Certificates;
  dns: PublicDns;
  upstream: Upstream;
}

async function answer(context: Context, call: Call): Promise<Answer> {
  const [resource] = call.path.slice(PREFIX.length).split("/");
  const kind = KINDS.find(({ segment }) => segment === resource);
  if (kind) return answerItems(context.store, kind, call);
  switch (resource) {
    case "distribution":
      return answerDistributions(context, call);
    case "function":
      return answerFunctions(context.store, call);
    case "tagging":
      return answerTags(context.store, call);
    case "conflicting-alias":
      return listConflictingAliases(context.store, call);
    case "domain-association":
      return updateDomainAssociation(context, call);
  }
  throw new Refusal(404, "NoSuchResource", `not part of this CloudFront: ${call.method} ${call.path}`);
}
