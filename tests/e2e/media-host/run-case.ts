/** Asks the requests of one case of a distribution that the model serves. */
import { type CloudFront, type Deployed, type FetchOrigin, startCloudFront } from "../servers/cloudfront";
import { caseFailures, type CaseStage, type StartedHost } from "./ask-case";
import type { Case } from "./table";

export { contentFor, seedHost } from "./ask-case";

/** What a case is asked of. */
export interface HostStage extends CaseStage {
  deployed: Deployed;
  fetchOrigin: FetchOrigin;
}

/** Sentences about what is wrong; empty for a case that is as it has to be. */
export async function failures(stage: HostStage, asked: Case): Promise<string[]> {
  const cloudFront = await startCloudFront(
    asked.without === "functions" ? withoutFunctions(stage.deployed) : stage.deployed,
    withCircumstances(stage.fetchOrigin, asked),
  );
  return caseFailures(stage, asked, started(cloudFront));
}

function started(cloudFront: CloudFront): StartedHost {
  return {
    https: cloudFront.https,
    http: cloudFront.http,
    advance: (seconds) => cloudFront.clock.advance(seconds),
    served: () => cloudFront.served.at(-1)!,
    stop: () => cloudFront.stop(),
  };
}

/** As somebody would leave it who detached them. */
export function withoutFunctions(deployed: Deployed): Deployed {
  const { config } = deployed;
  const detached = <T extends object>(behavior: T): T => ({
    ...behavior,
    FunctionAssociations: { Quantity: 0 },
  });
  return {
    ...deployed,
    config: {
      ...config,
      DefaultCacheBehavior: config.DefaultCacheBehavior && detached(config.DefaultCacheBehavior),
      CacheBehaviors: {
        Quantity: 0,
        ...config.CacheBehaviors,
        Items: config.CacheBehaviors?.Items?.map(detached) ?? [],
      },
    },
  };
}

/** Origins as the case has them. */
function withCircumstances(fetchOrigin: FetchOrigin, { adds, unreachable }: Case): FetchOrigin {
  const reached: FetchOrigin = (domainName, request) =>
    domainName === unreachable ? Promise.reject(new Error("no route")) : fetchOrigin(domainName, request);
  return adds === undefined ? reached : adding(reached, adds);
}

/** An origin that says more than it should. */
function adding(fetchOrigin: FetchOrigin, added: Record<string, string>): FetchOrigin {
  return async (domainName, request) => {
    const answer = await fetchOrigin(domainName, request);
    const lines = Object.fromEntries(Object.entries(added).map(([name, value]) => [name, [value]]));
    return { ...answer, headers: { ...answer.headers, ...lines } };
  };
}
