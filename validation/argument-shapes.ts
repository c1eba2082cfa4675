// Generated from the types of the arguments by `npm run schema`; change the types instead.
import {
  BOOLEAN,
  enumOf,
  listOf,
  mapOf,
  NUMBER,
  object,
  SECRET_OR_OUTPUT,
  STRING,
  STRING_OR_OUTPUT,
} from "./shape";

export const AwsStoreArgs = object({ region: STRING }, ["region"]);
export const R2StoreArgs = object(
  {
    accountId: STRING,
    jurisdiction: enumOf("eu", "fedramp"),
    location: enumOf("apac", "eeur", "enam", "weur", "wnam", "oc"),
    permissionGroupId: STRING,
  },
  ["accountId"],
);
export const S3ProviderArgs = object({
  accessKey: SECRET_OR_OUTPUT,
  secretKey: SECRET_OR_OUTPUT,
  customCaBundle: SECRET_OR_OUTPUT,
});
export const S3StoreArgs = object(
  {
    server: STRING,
    endpoint: STRING,
    appEndpoint: STRING,
    region: STRING,
    version: STRING,
    pathStyle: BOOLEAN,
    caFile: STRING,
    allowHttp: BOOLEAN,
    provider: S3ProviderArgs,
  },
  ["server", "endpoint", "region"],
);
export const StoreArgs = object({ aws: AwsStoreArgs, r2: R2StoreArgs, s3: S3StoreArgs });
export const VersioningArgs = object({ enabled: BOOLEAN, noncurrentDays: NUMBER }, ["enabled"]);
export const LifecycleTransitionArgs = object(
  { storageClass: enumOf("INTELLIGENT_TIERING", "STANDARD_IA", "ONEZONE_IA", "GLACIER_IR"), days: NUMBER },
  ["storageClass", "days"],
);
export const LifecycleRuleArgs = object(
  {
    id: STRING,
    prefix: STRING,
    tags: mapOf(STRING),
    transition: LifecycleTransitionArgs,
    noncurrentTransition: LifecycleTransitionArgs,
    noncurrentDays: NUMBER,
    abortUploadsAfterDays: NUMBER,
  },
  ["id"],
);
export const DataArgs = object({
  protect: BOOLEAN,
  retainOnDelete: BOOLEAN,
  versioning: VersioningArgs,
  lifecycleRules: listOf(LifecycleRuleArgs),
});
export const StatementArgs = object(
  {
    sid: STRING,
    effect: enumOf("Allow", "Deny"),
    principals: listOf(STRING_OR_OUTPUT),
    actions: listOf(STRING),
    sourceArns: listOf(STRING_OR_OUTPUT),
    resources: listOf(STRING),
  },
  ["sid", "effect", "principals", "actions", "resources"],
);
export const KeysArgs = object({
  slots: listOf(enumOf("a", "b")),
  current: enumOf("a", "b"),
  inactive: listOf(enumOf("a", "b")),
  permissionsBoundary: SECRET_OR_OUTPUT,
});
export const RoleArgs = object({ roleName: SECRET_OR_OUTPUT, profile: STRING }, ["roleName"]);
export const GivenKeysArgs = object(
  {
    accessKeyId: SECRET_OR_OUTPUT,
    secretAccessKey: SECRET_OR_OUTPUT,
    sessionToken: SECRET_OR_OUTPUT,
    principal: SECRET_OR_OUTPUT,
  },
  ["accessKeyId", "secretAccessKey"],
);
export const OnlyFromArgs = object({ cidrs: listOf(STRING), vpcEndpoints: listOf(STRING) });
export const WriterArgs = object({
  keys: KeysArgs,
  role: RoleArgs,
  given: GivenKeysArgs,
  onlyFrom: OnlyFromArgs,
});
export const CloudflareDnsArgs = object(
  {
    zoneId: SECRET_OR_OUTPUT,
    zoneName: STRING,
    validationRecords: enumOf("create", "existing"),
    hostRecordIds: mapOf(STRING),
  },
  ["zoneId", "zoneName"],
);
export const Route53DnsArgs = object(
  {
    zoneId: SECRET_OR_OUTPUT,
    zoneName: STRING,
    validationRecords: enumOf("create", "existing"),
    overwrite: BOOLEAN,
  },
  ["zoneId", "zoneName"],
);
export const ManualDnsArgs = object({ zoneName: STRING });
export const ExternalDnsArgs = object(
  { cloudflare: CloudflareDnsArgs, route53: Route53DnsArgs, manual: ManualDnsArgs, targets: listOf(STRING) },
  ["targets"],
);
export const PurgeArgs = object({ slots: listOf(enumOf("a", "b")), current: enumOf("a", "b") });
export const ExternalHostArgs = object({
  path: STRING,
  signing: enumOf("rewrite-host", "preserve-host", "cdn"),
  https: BOOLEAN,
  dns: ExternalDnsArgs,
  addresses: listOf(STRING),
  webEndpoint: STRING,
  purge: PurgeArgs,
});
export const DnsArgs = object({
  cloudflare: CloudflareDnsArgs,
  route53: Route53DnsArgs,
  manual: ManualDnsArgs,
});
export const AccessLogsArgs = object({ bucket: STRING, region: STRING, prefix: STRING }, [
  "bucket",
  "region",
]);
export const HstsArgs = object({ maxAgeSeconds: NUMBER, includeSubdomains: BOOLEAN });
export const CloudFrontArgs = object(
  {
    dns: DnsArgs,
    certificateArn: SECRET_OR_OUTPUT,
    priceClass: enumOf("PriceClass_100", "PriceClass_200", "PriceClass_All"),
    cachePolicyId: SECRET_OR_OUTPUT,
    responseHeadersPolicyId: SECRET_OR_OUTPUT,
    webAclArn: SECRET_OR_OUTPUT,
    takeOver: listOf(STRING),
    logs: AccessLogsArgs,
    hsts: HstsArgs,
  },
  ["dns"],
);
export const R2HostArgs = object({ zoneId: SECRET_OR_OUTPUT, zoneName: STRING }, ["zoneId"]);
export const CacheArgs = object({ maxAgeSeconds: NUMBER });
export const LegacyHostArgs = object({ hostname: STRING, path: STRING }, ["hostname"]);
export const MediaHostArgs = object(
  {
    external: ExternalHostArgs,
    cloudFront: CloudFrontArgs,
    r2: R2HostArgs,
    hostname: STRING,
    previousHosts: listOf(STRING),
    protect: BOOLEAN,
    cache: CacheArgs,
    legacy: LegacyHostArgs,
  },
  ["hostname"],
);
export const TuningArgs = object({
  retries: NUMBER,
  openTimeoutSeconds: NUMBER,
  readTimeoutSeconds: NUMBER,
  deleteBatch: NUMBER,
});
export const MastodonStorageArgs = object(
  {
    bucket: STRING,
    bucketSource: enumOf("create", "adopt", "existing"),
    store: StoreArgs,
    data: DataArgs,
    additionalStatements: listOf(StatementArgs),
    tags: mapOf(STRING_OR_OUTPUT),
    writer: WriterArgs,
    corsOrigins: listOf(STRING),
    webDomain: STRING,
    version: STRING,
    access: enumOf("bucket-policy", "acl", "cdn"),
    mediaHost: MediaHostArgs,
    exposeUserExports: BOOLEAN,
    keyPrefix: STRING,
    extraMediaHosts: listOf(STRING),
    tuning: TuningArgs,
  },
  ["bucket", "store", "webDomain"],
);
export const AuthentikStorageArgs = object(
  {
    bucket: STRING,
    bucketSource: enumOf("create", "adopt", "existing"),
    store: StoreArgs,
    data: DataArgs,
    additionalStatements: listOf(StatementArgs),
    tags: mapOf(STRING_OR_OUTPUT),
    writer: WriterArgs,
    corsOrigins: listOf(STRING),
    version: STRING,
    origins: listOf(STRING),
    usages: listOf(enumOf("media", "reports")),
    mediaHost: MediaHostArgs,
  },
  ["bucket", "store", "version", "origins"],
);
export const SupabaseBackendArgs = object(
  {
    bucket: STRING,
    bucketSource: enumOf("create", "adopt", "existing"),
    store: StoreArgs,
    data: DataArgs,
    additionalStatements: listOf(StatementArgs),
    tags: mapOf(STRING_OR_OUTPUT),
    writer: WriterArgs,
  },
  ["bucket", "store"],
);
export const ProtocolEndpointArgs = object({ keyRotation: STRING });
export const SupabaseStorageArgs = object(
  {
    publicUrl: STRING,
    allowHttp: BOOLEAN,
    tenantId: STRING,
    previousTenantId: STRING,
    protectTenantId: BOOLEAN,
    version: STRING,
    backend: SupabaseBackendArgs,
    protocolEndpoint: ProtocolEndpointArgs,
  },
  ["publicUrl", "tenantId"],
);
