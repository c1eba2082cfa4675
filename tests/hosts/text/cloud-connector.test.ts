import fc from "fast-check";
import { CLOUDFLARE_PHASES, cloudConnectorRules, isConnectable } from "../../../hosts/text/cloud-connector";
import { cloudflareApiRules } from "../../../hosts/text/cloudflare-api-rules";
import { matches } from "./rules-language";

const SETTINGS = {
  hostnames: ["files.social.example"],
  prefixes: ["accounts/", "media_attachments/"],
  bucketHost: "social-media.s3.eu-central-1.amazonaws.com",
  maxAgeSeconds: 86_400,
};
const parts = cloudConnectorRules(SETTINGS);
const [connector] = parts.connectorRules;
const [firewall] = parts.firewallRules;
const [query] = parts.rewriteRules;
const [cache] = parts.cacheRules;
const [config] = parts.configRules;
const [credentials] = parts.requestHeaderRules;
const [headers] = parts.responseHeaderRules;

interface Request {
  host?: string;
  method?: string;
  path?: string;
  query?: string;
}
const asked = ({ host = "files.social.example", method = "GET", path = "/", query: text = "" }: Request) => ({
  "http.host": host,
  "http.request.method": method,
  "http.request.uri.path": path,
  "http.request.uri.query": text,
});
const isSent = (request: Request): boolean => matches(connector!.expression, asked(request));
const isRefused = (request: Request): boolean => matches(firewall!.expression, asked(request));

test.each<[string, Request, boolean]>([
  ["a file below a public prefix", { path: "/accounts/avatars/1.png" }, true],
  ["HEAD", { method: "HEAD", path: "/media_attachments/1.png" }, true],
  ["a preflight", { method: "OPTIONS", path: "/media_attachments/1.png" }, true],
  ["a private prefix", { path: "/backups/dump.zip" }, false],
  ["the root", { path: "/" }, false],
  ["a list", { path: "/", query: "list-type=2" }, false],
  ["the prefix without its slash", { path: "/accounts" }, false],
  ["a key that only begins alike", { path: "/accounts-old/1.png" }, false],
  ["a path that goes up, before Cloudflare normalizes it", { path: "/backups/../backups/1" }, false],
])("%s: sent to the bucket %j: %s, and refused otherwise", (_, request, isServed) => {
  expect(isSent(request)).toBe(isServed);
  expect(isRefused(request)).toBe(!isServed);
});

test.each(["PUT", "POST", "DELETE", "PATCH", "PURGE"])(
  "%s is refused below a public prefix too",
  (method) => {
    expect(isRefused({ method, path: "/accounts/1.png" })).toBe(true);
  },
);

test("no rule concerns another host of the zone", () => {
  const all = [connector!, firewall!, query!, cache!, config!, credentials!, headers!];
  for (const path of ["/", "/accounts/1.png", "/backups/1"]) {
    const other = asked({ host: "social.example", method: "POST", path, query: "a=b" });
    expect(all.filter(({ expression }) => matches(expression, other))).toEqual([]);
  }
});

test("several hostnames share the rules", () => {
  const { connectorRules } = cloudConnectorRules({ ...SETTINGS, hostnames: ["a.example", "b.example"] });
  for (const host of ["a.example", "b.example"]) {
    expect(matches(connectorRules[0]!.expression, asked({ host, path: "/accounts/1" }))).toBe(true);
  }
  expect(matches(connectorRules[0]!.expression, asked({ host: "c.example", path: "/accounts/1" }))).toBe(
    false,
  );
});

test("whatever the prefixes contain, exactly what begins with one is sent and not refused", () => {
  const prefix = fc.string({ minLength: 1, maxLength: 8 }).map((name) => `${name}/`);
  fc.assert(
    fc.property(fc.array(prefix, { minLength: 1, maxLength: 4 }), fc.string(), (prefixes, rest) => {
      const made = cloudConnectorRules({ ...SETTINGS, prefixes });
      for (const path of [`/${rest}`, `/${prefixes[0] ?? ""}${rest}`]) {
        const isPublic = prefixes.some((one) => path.startsWith(`/${one}`));
        expect(matches(made.connectorRules[0]!.expression, asked({ path }))).toBe(isPublic);
        expect(matches(made.firewallRules[0]!.expression, asked({ path }))).toBe(!isPublic);
      }
    }),
  );
});

test("a query string is removed, and only where there is one", () => {
  expect(matches(query!.expression, asked({ path: "/accounts/1", query: "X-Amz-Signature=1" }))).toBe(true);
  expect(matches(query!.expression, asked({ path: "/accounts/1" }))).toBe(false);
  expect(query!.actionParameters).toEqual({ uri: { query: { value: "" } } });
});

test("the bucket gets no credentials of a reader, and no cookies", () => {
  expect(matches(credentials!.expression, asked({ path: "/accounts/1" }))).toBe(true);
  expect(credentials!.actionParameters).toEqual({
    headers: { Authorization: { operation: "remove" }, Cookie: { operation: "remove" } },
  });
});

test("cached files expire after the time of the arguments, and errors are not cached", () => {
  const seconds = cloudConnectorRules({ ...SETTINGS, maxAgeSeconds: 7200 }).cacheRules[0]?.actionParameters;
  expect(seconds?.edgeTtl).toEqual({
    mode: "override_origin",
    default: 7200,
    statusCodeTtls: [{ statusCodeRange: { from: 400 }, value: -1 }],
  });
  expect(seconds?.serveStale).toEqual({ disableStaleWhileUpdating: true });
  // A rule for GET only would not be found by a purge.
  expect(cache!.expression).not.toContain("http.request.method");
});

test("every answer of the host has CORS, nosniff and the policy, and none of S3's headers", () => {
  const { headers: set = {} } = headers!.actionParameters ?? {};
  expect(headers!.expression).toBe('http.host eq "files.social.example"');
  expect(set).toMatchObject({
    "Access-Control-Allow-Origin": { operation: "set", value: "*" },
    "X-Content-Type-Options": { operation: "set", value: "nosniff" },
    "Content-Security-Policy": {
      operation: "set",
      value: expect.stringContaining("default-src 'none'") as string,
    },
    "x-amz-request-id": { operation: "remove" },
  });
  // Cloudflare sets or removes these itself, and refuses a rule that does.
  expect(Object.keys(set).filter((name) => /^(x-)?cf-|^server$/i.test(name))).toEqual([]);
});

test("every rule of a ruleset has a name of its own, also beside those of another host of the zone", () => {
  const others = cloudConnectorRules({ ...SETTINGS, hostnames: ["other.social.example"] });
  const phases = Object.keys(CLOUDFLARE_PHASES) as (keyof typeof CLOUDFLARE_PHASES)[];
  const refs = [parts, others].flatMap((all) => phases.flatMap((list) => all[list].map(({ ref }) => ref)));
  expect(new Set(refs).size).toBe(refs.length);
  expect(refs.every((ref) => /^[a-z0-9_]+$/.test(ref))).toBe(true);
});

test.each<[string, boolean]>([
  ["s3.eu-central-1.amazonaws.com", true],
  ["s3.us-gov-west-1.amazonaws.com", true],
  ["s3.amazonaws.com", true],
  ["s3.cn-north-1.amazonaws.com.cn", false],
  ["s3.eusc-de-east-1.amazonaws.eu", false],
  ["s3.example.org", false],
  ["s3.eu-central-1.amazonaws.com.example.org", false],
])("%s is a host that Cloud Connector takes: %s", (host, isOne) => {
  expect(isConnectable(host)).toBe(isOne);
});

test("Cloudflare's API gets the same rules, in its own words", () => {
  const { cloud_connector_rules: rules, rulesets } = cloudflareApiRules(parts);
  expect(rules).toEqual([
    {
      provider: "aws_s3",
      description: "files.social.example: media from the bucket",
      enabled: true,
      expression: connector!.expression,
      parameters: { host: "social-media.s3.eu-central-1.amazonaws.com" },
    },
  ]);
  expect(Object.keys(rulesets)).toEqual([
    "http_config_settings",
    "http_request_firewall_custom",
    "http_request_transform",
    "http_request_late_transform",
    "http_request_cache_settings",
    "http_response_headers_transform",
  ]);
  expect(rulesets["http_request_cache_settings"]).toMatchObject([
    {
      action: "set_cache_settings",
      action_parameters: {
        edge_ttl: { status_code_ttl: [{ status_code_range: { from: 400 }, value: -1 }] },
        serve_stale: { disable_stale_while_updating: true },
      },
    },
  ]);
  expect(rulesets["http_response_headers_transform"]).toMatchObject([
    { action_parameters: { headers: { "x-amz-request-id": { operation: "remove" } } } },
  ]);
  expect(JSON.stringify(rulesets)).not.toMatch(/"[a-z]+[A-Z]/);
});
