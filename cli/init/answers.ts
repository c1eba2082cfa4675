import { APP_NAMES, type AppName } from "../../apps/names";
import { STORE_DEFINITIONS, STORE_KINDS, STORE_PRODUCTS } from "../../stores";
import { policyUsers, type StoreDefinition, type StoreProduct } from "../../stores/store";
import { APP_FORMS } from "./app-forms";
import { InitHost, possibleHosts } from "./media-hosts";
import { possibleSignings, signingQuestion } from "./signing";

/** Where the DNS records of a media host at CloudFront are created. */
export const InitDns = { Cloudflare: "cloudflare", Route53: "route53" } as const;
export type InitDns = (typeof InitDns)[keyof typeof InitDns];

/** What the operator says about a new stack, by option or as the answer to a question. */
export interface Answers {
  app?: string;
  domain?: string;
  appVersion?: string;
  tenantId?: string;
  protocolEndpoint?: string;
  store?: string;
  endpoint?: string;
  region?: string;
  accountId?: string;
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
const isCloudFront = ({ mediaHost }: Answers): boolean => mediaHost === InitHost.CloudFront;
const isInZone = ({ mediaHost }: Answers): boolean =>
  mediaHost === InitHost.CloudFront || mediaHost === InitHost.R2;
const needsGivenKey = (answers: Answers): boolean =>
  storeOfAnswers(answers)?.product.can.writerKeys === false;

const usersOf = (answers: Answers): StoreProduct["user"] => {
  const product = storeOfAnswers(answers)?.product;
  return product && policyUsers(product);
};

/** Whether the operator chose the address and the region of the server. */
const isOnOperatorsServer = (answers: Answers): boolean => {
  const { definition, product } = storeOfAnswers(answers) ?? {};
  return definition?.needsEndpoint === true && product?.endpoints === undefined;
};

const needsAccount = (answers: Answers): boolean => storeOfAnswers(answers)?.definition.needsAccount === true;

const hostsOf = (answers: Answers): ReturnType<typeof possibleHosts> =>
  possibleHosts(formOf(answers), storeOfAnswers(answers)?.product);

const signingsOf = (answers: Answers): ReturnType<typeof possibleSignings> =>
  possibleSignings(answers.appVersion, storeOfAnswers(answers)?.product.can);

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
  {
    name: "protocolEndpoint",
    text: () =>
      "Do you need the S3 API that Supabase Storage offers itself, which clients such as rclone use (it gets a new key pair)",
    choices: () => ["yes", "no"],
    isNeeded: (answers) => formOf(answers)?.hasProtocolEndpoint?.(answers.appVersion) === true,
  },
  { name: "store", text: () => "Where is the bucket", choices: () => Object.keys(STORE_PRODUCTS) },
  {
    name: "endpoint",
    text: () => "The URL of the S3 API, without the bucket",
    suggestion: (answers) => {
      const endpoints = storeOfAnswers(answers)?.product.endpoints;
      return endpoints?.endpointOf(endpoints.regions[0]);
    },
    isNeeded: (answers) => storeOfAnswers(answers)?.definition.needsEndpoint === true,
  },
  {
    name: "region",
    text: (answers) =>
      isOnOperatorsServer(answers)
        ? "The region for which requests are signed (on Ceph the name of the zonegroup, on Garage s3_region, on most other servers us-east-1)"
        : `The region of the bucket, such as ${storeOfAnswers(answers)?.product.endpoints?.regions[0] ?? "eu-central-1"}`,
    isNeeded: (answers) => !needsAccount(answers),
  },
  {
    name: "accountId",
    text: () => "The id of the Cloudflare account, 32 digits of 0-9 and a-f",
    isNeeded: needsAccount,
  },
  {
    name: "bucket",
    text: (answers) =>
      storeOfAnswers(answers)?.product.bucketByHand === undefined
        ? "The name of the new bucket"
        : "The name of the bucket, which you create",
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
    isNeeded: (answers) => needsGivenKey(answers) && usersOf(answers) !== undefined,
  },
  {
    name: "mediaHost",
    text: () => "What serves the media's own public hostname",
    choices: hostsOf,
    suggestion: (answers) => hostsOf(answers)[0],
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
    text: (answers) => signingQuestion(signingsOf(answers)),
    choices: signingsOf,
    suggestion: (answers) => signingsOf(answers)[0],
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
    isNeeded: isCloudFront,
  },
  { name: "zoneId", text: () => "The id of the DNS zone of that hostname", isNeeded: isInZone },
  {
    name: "zoneName",
    text: () => "The name of the DNS zone, such as social.example",
    suggestion: ({ domain }) => domain,
    isNeeded: isInZone,
  },
  { name: "stack", text: () => "The name of the stack", suggestion: () => "prod" },
];

const titleOf = (answers: Answers): string => storeOfAnswers(answers)?.product.title ?? "the store";
const exampleUser = (answers: Answers): string => usersOf(answers)?.example ?? "its policy names";

/** The option of an answer: `--media-host`. */
export const optionOf = (name: AnswerName): string =>
  `--${name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;
