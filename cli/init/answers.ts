import { APP_NAMES, type AppName } from "../../apps/names";
import { MediaHostSigning } from "../../hosts/args";
import { STORE_DEFINITIONS, STORE_KINDS, STORE_PRODUCTS } from "../../stores";
import type { StoreDefinition, StoreProduct } from "../../stores/store";
import { APP_FORMS } from "./app-forms";

/** What serves the public hostname of the media. */
export const InitHost = { None: "none", External: "external", CloudFront: "cloudfront" } as const;
export type InitHost = (typeof InitHost)[keyof typeof InitHost];

/** Where the DNS records of a media host at CloudFront are created. */
export const InitDns = { Cloudflare: "cloudflare", Route53: "route53" } as const;
export type InitDns = (typeof InitDns)[keyof typeof InitDns];

/** What the operator says about a new stack, by option or as the answer to a question. */
export interface Answers {
  app?: string;
  domain?: string;
  appVersion?: string;
  tenantId?: string;
  store?: string;
  endpoint?: string;
  region?: string;
  bucket?: string;
  accessKeyId?: string;
  principal?: string;
  mediaHost?: string;
  mediaHostname?: string;
  signing?: string;
  purge?: string;
  dns?: string;
  zoneId?: string;
  zoneName?: string;
  stack?: string;
  instance?: string;
}

export type AnswerName = keyof Answers;

/** One value of the new stack. */
export interface Question {
  name: AnswerName;
  /** Without the question mark. */
  text(answers: Answers): string;
  choices?: (answers: Answers) => readonly string[];
  /** The suggested answer at a terminal. */
  suggestion?: (answers: Answers) => string | undefined;
  /** Whether it is needed, after the answers to the questions before it. Default: always. */
  isNeeded?: (answers: Answers) => boolean;
  /** Whether a run without a terminal uses the suggestion. Default: the option is required there. */
  hasDefault?: true;
}

export const appOf = ({ app }: Answers): AppName | undefined => APP_NAMES.find((one) => one === app);

/** The store's product and the definition of its kind. */
export function storeOfAnswers({
  store,
}: Answers): { kind: string; definition: StoreDefinition<never>; product: StoreProduct } | undefined {
  for (const kind of STORE_KINDS) {
    const definition: StoreDefinition<never> = STORE_DEFINITIONS[kind];
    const product = definition.products.find(({ name }) => name === store);
    if (product !== undefined) return { kind, definition, product };
  }
  return undefined;
}

const formOf = (answers: Answers): (typeof APP_FORMS)[AppName] | undefined => {
  const app = appOf(answers);
  return app && APP_FORMS[app];
};
const hasHost = ({ mediaHost }: Answers): boolean => mediaHost !== undefined && mediaHost !== InitHost.None;
const isManaged = ({ mediaHost }: Answers): boolean => mediaHost === InitHost.CloudFront;
const needsGivenKey = (answers: Answers): boolean => storeOfAnswers(answers)?.product.can.iam === false;

/** In the order in which they are asked. */
export const QUESTIONS: readonly Question[] = [
  { name: "app", text: () => "Which app", choices: () => APP_NAMES },
  { name: "domain", text: (answers) => formOf(answers)?.domain ?? "The app's hostname" },
  {
    name: "appVersion",
    text: (answers) => `The version of ${formOf(answers)?.title ?? "the app"}`,
    suggestion: (answers) => formOf(answers)?.newestTried,
  },
  {
    name: "tenantId",
    text: () =>
      "STORAGE_TENANT_ID in Supabase's .env if it has files already, otherwise a name of your choice (it cannot change later)",
    isNeeded: (answers) => formOf(answers)?.hasTenant === true,
  },
  { name: "store", text: () => "Where is the bucket", choices: () => Object.keys(STORE_PRODUCTS) },
  {
    name: "endpoint",
    text: () => "The URL of the S3 API, without the bucket",
    isNeeded: (answers) => storeOfAnswers(answers)?.definition.needsEndpoint === true,
  },
  {
    name: "region",
    text: (answers) =>
      storeOfAnswers(answers)?.definition.needsEndpoint === true
        ? "The region for which requests are signed (on Ceph the name of the zonegroup)"
        : "The region of the bucket, such as eu-central-1",
  },
  {
    name: "bucket",
    text: () => "The name of the new bucket",
    suggestion: ({ domain }) => domain && `${domain.replaceAll(".", "-")}-media`,
  },
  {
    name: "accessKeyId",
    text: (answers) => `The id of the access key of the app's user on ${titleOf(answers)}`,
    isNeeded: needsGivenKey,
  },
  {
    name: "principal",
    text: (answers) => `The ARN of that user, such as ${exampleUser(answers)}`,
    isNeeded: needsGivenKey,
  },
  {
    name: "mediaHost",
    text: () => "What serves the media's own public hostname",
    choices: (answers) =>
      Object.values(InitHost).filter(
        (host) =>
          host !== InitHost.CloudFront ||
          // Any, as long as the store is not known.
          storeOfAnswers(answers)?.product.cloudFrontProblems !== undefined ||
          answers.store === undefined,
      ),
    suggestion: () => InitHost.None,
    isNeeded: (answers) => formOf(answers)?.hasMediaHost !== false,
    hasDefault: true,
  },
  {
    name: "mediaHostname",
    text: () => "The public hostname of the media",
    suggestion: ({ domain }) => domain && `files.${domain}`,
    isNeeded: hasHost,
  },
  {
    name: "signing",
    text: () =>
      `How your proxy treats authentik's signed requests: ${MediaHostSigning.RewriteHost} up to 2026.2, ${MediaHostSigning.PreserveHost} from 2026.5 on, ${MediaHostSigning.Cdn} for one with a key of its own`,
    choices: () => Object.values(MediaHostSigning),
    isNeeded: (answers) =>
      answers.mediaHost === InitHost.External && formOf(answers)?.hasSignedMedia === true,
  },
  {
    name: "purge",
    text: () => "Does your proxy have a cache that Mastodon can purge (nginx with the printed configuration)",
    choices: () => ["yes", "no"],
    suggestion: () => "yes",
    isNeeded: (answers) => answers.mediaHost === InitHost.External && formOf(answers)?.canPurge === true,
  },
  {
    name: "dns",
    text: () => "Where is the DNS zone of that hostname",
    choices: () => Object.values(InitDns),
    isNeeded: isManaged,
  },
  { name: "zoneId", text: () => "The id of the DNS zone", isNeeded: isManaged },
  {
    name: "zoneName",
    text: () => "The name of the DNS zone, such as social.example",
    suggestion: ({ domain }) => domain,
    isNeeded: isManaged,
  },
  { name: "stack", text: () => "The name of the stack", suggestion: () => "prod" },
];

const titleOf = (answers: Answers): string => storeOfAnswers(answers)?.product.title ?? "the store";
const exampleUser = (answers: Answers): string =>
  storeOfAnswers(answers)?.product.user?.example ?? "its policy names";

/** The option of an answer: `--media-host`. */
export const optionOf = (name: AnswerName): string =>
  `--${name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;
