/** The second origin, which CloudFront asks for what is missing in the bucket. */
import type { LegacyHostArgs } from "../args";

/** The ids of the second origin, and of the group of both origins, which behaviors name. */
const LEGACY_ID = "legacy";
const GROUP_ID = "bucket-or-legacy";

/** Without the right to list, S3 answers 403 for a missing key. */
const MISSING = [403, 404];

export interface LegacyOrigin {
  originId: string;
  domainName: string;
  originPath?: string;
  connectionAttempts: number;
  connectionTimeout: number;
  customOriginConfig: {
    httpPort: number;
    httpsPort: number;
    originProtocolPolicy: string;
    originSslProtocols: string[];
  };
}

export interface OriginGroup {
  originId: string;
  failoverCriteria: { statusCodes: number[] };
  members: { originId: string }[];
}

export interface LegacyPlan {
  origin: LegacyOrigin;
  group: OriginGroup;
}

/**
 * The origin and the group for a legacy host. CloudFront sends the origin's own name in the Host header, because the origin request
 * policy does not pass on the reader's, and no signature, because the origin has no origin access control.
 */
export function legacyPlan({ hostname, path }: LegacyHostArgs, bucketId: string): LegacyPlan {
  return {
    origin: {
      originId: LEGACY_ID,
      domainName: hostname,
      ...(path !== undefined && { originPath: `/${path}` }),
      // At most 10 s, not 30: every key that is really missing waits for it when the old place is down.
      connectionAttempts: 2,
      connectionTimeout: 5,
      customOriginConfig: {
        httpPort: 80,
        httpsPort: 443,
        originProtocolPolicy: "https-only",
        originSslProtocols: ["TLSv1.2"],
      },
    },
    group: {
      originId: GROUP_ID,
      failoverCriteria: { statusCodes: MISSING },
      members: [{ originId: bucketId }, { originId: LEGACY_ID }],
    },
  };
}
