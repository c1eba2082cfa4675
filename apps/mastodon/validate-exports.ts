import { canPublishBucket, HOST_DEFINITIONS, HOST_KINDS } from "../../hosts";
import type { Rules } from "../../validation/rules";
import type { MastodonSettings } from "./args";

/** The arguments that set a host which can serve every object of a bucket. */
const PUBLISHING_HOSTS = HOST_KINDS.filter((kind) => HOST_DEFINITIONS[kind].can.publishesBucket).map(
  (kind) => `mediaHost.${kind}`,
);

/** The rules about `exposeUserExports`. */
export const EXPORTS_RULES: Rules<MastodonSettings> = [
  {
    at: "exposeUserExports",
    code: "exports-exposed",
    when: ({ exposeUserExports, mediaHost }) => exposeUserExports === true && !canPublishBucket(mediaHost),
    message: `is only supported with ${PUBLISHING_HOSTS.join(" or ")}, where a domain can serve the whole bucket; remove it`,
    editor: {
      isRefused: true,
      when: [
        { at: "exposeUserExports", is: true },
        ...PUBLISHING_HOSTS.map((at) => ({ at, isNot: true as const })),
      ],
      message: `is only supported with ${PUBLISHING_HOSTS.join(" or ")}; remove it`,
    },
  },
  {
    at: "mediaHost.cache",
    code: "cache-unused",
    when: ({ exposeUserExports, mediaHost }) =>
      exposeUserExports === true && canPublishBucket(mediaHost) && mediaHost?.cache !== undefined,
    message:
      "has no effect with exposeUserExports, because the cache of your zone then decides how long files are cached; remove one of the two",
    editor: {
      isRefused: true,
      when: [{ at: "exposeUserExports", is: true }, ...PUBLISHING_HOSTS.map((at) => ({ at }))],
      message: "has no effect with exposeUserExports; remove one of the two",
    },
  },
  {
    at: "mediaHost.legacy",
    code: "legacy-unused",
    when: ({ exposeUserExports, mediaHost }) =>
      exposeUserExports === true && canPublishBucket(mediaHost) && mediaHost?.legacy !== undefined,
    message:
      "has no effect with exposeUserExports, because no Worker then requests missing files anywhere else; remove one of the two",
    editor: {
      isRefused: true,
      when: [{ at: "exposeUserExports", is: true }, ...PUBLISHING_HOSTS.map((at) => ({ at }))],
      message: "has no effect with exposeUserExports; remove one of the two",
    },
  },
];
