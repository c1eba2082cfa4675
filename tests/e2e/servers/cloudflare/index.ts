import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { DnsSource } from "../aws-local/public-dns";
import { Account } from "./account";
import { accountTokenRoutes } from "./account-tokens";
import { ApiError, findRoute, noRoute, type ApiAnswer, type Route } from "./api";
import { BadDays } from "./bad-days";
import { cloudConnectorRoutes } from "./cloud-connector";
import { dnsRecordRoutes, dnsSourceOf } from "./dns-records";
import { r2BucketRoutes } from "./r2-buckets";
import { r2CorsRoutes } from "./r2-cors";
import { r2CustomDomainRoutes } from "./r2-custom-domains";
import { rulesetRoutes } from "./rulesets";
import { workerDomainRoutes } from "./worker-domains";
import { workerRoutes } from "./workers";
import { newId, Zones, type Zone } from "./zones";

export interface Cloudflare {
  /** For CLOUDFLARE_BASE_URL. */
  url: string;
  /** For CLOUDFLARE_API_TOKEN: it may do everything. */
  token: string;
  /** This one may only read. */
  readToken: string;
  /** All that it owns beside its zones, and how its API misbehaves. */
  account: Account;
  createZone(name: string): Zone;
  /** What the world sees of its zones. */
  dns: DnsSource;
  /** Method and path of each request so far. */
  requests: string[];
  stop(): Promise<void>;
}

const PREFIX = "/client/v4";

/** Tokens have 40 letters and digits: https://developers.cloudflare.com/fundamentals/api/get-started/create-token/ */
const newToken = (): string => (newId() + newId()).slice(0, 40);

/**
 * Cloudflare's API on loopback, as far as R2 and a media host need it. It checks every request and refuses what the
 * real one refuses. A further part of the API is a further list of routes.
 */
export async function startCloudflare(): Promise<Cloudflare> {
  const zones = new Zones(newId());
  const account = new Account(zones.accountId, zones, new BadDays());
  const routes = [
    ...zones.routes,
    ...dnsRecordRoutes(zones),
    ...rulesetRoutes(zones),
    ...cloudConnectorRoutes(zones),
    ...r2BucketRoutes(account),
    ...r2CorsRoutes(account),
    ...r2CustomDomainRoutes(account),
    ...accountTokenRoutes(account),
    ...workerRoutes(account),
    ...workerDomainRoutes(account),
  ];
  const [token, readToken] = [newToken(), newToken()];
  const requests: string[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const text = await textOf(request);
      requests.push(`${request.method ?? ""} ${request.url ?? ""}`);
      const { status, contentType, body } = answer(request, text, routes, account.badDays, {
        token,
        readToken,
      });
      response.writeHead(status, contentType === undefined ? {} : { "content-type": contentType });
      response.end(body);
    })().catch(() => response.destroy()); // the client went away
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref(); // a test that forgot stop() must not keep the test process alive
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${PREFIX}`,
    token,
    readToken,
    account,
    createZone: (name) => zones.create(name),
    dns: dnsSourceOf(zones),
    requests,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

interface Tokens {
  token: string;
  readToken: string;
}

/** An answer as it is sent. */
interface Reply {
  status: number;
  /** Undefined for an answer without a body. */
  contentType?: string;
  body?: string;
}

const json = (status: number, body: unknown): Reply => ({
  ...{ status, contentType: "application/json", body: JSON.stringify(body) },
});

function answer(
  { method = "GET", url = "/", headers }: IncomingMessage,
  text: string,
  routes: Route[],
  badDays: BadDays,
  tokens: Tokens,
): Reply {
  try {
    const { pathname, searchParams: query } = new URL(url, "http://cloudflare.local");
    authenticate(headers.authorization, method, tokens);
    const path = pathname.startsWith(PREFIX) ? pathname.slice(PREFIX.length) : "";
    badDays.check(method, path);
    const found = findRoute(routes, method, path);
    if (!found) throw noRoute(path);
    const [route, parameters] = found;
    const body = parse(headers["content-type"], text);
    return success(route.answer({ method, path, query, headers, parameters, body, text }));
  } catch (error) {
    if (error instanceof ApiError) return json(error.status, error.body);
    throw error;
  }
}

function success({ status = 200, result, resultInfo, raw }: ApiAnswer): Reply {
  if (raw) return { status, contentType: raw.contentType, body: raw.text };
  if (result === undefined) return { status };
  const body = { result, success: true, errors: [], messages: [] };
  return json(status, resultInfo ? { ...body, result_info: resultInfo } : body);
}

/** https://developers.cloudflare.com/fundamentals/api/troubleshooting/ */
function authenticate(authorization: string | undefined, method: string, { token, readToken }: Tokens): void {
  if (authorization === undefined)
    throw new ApiError(400, 9106, "Missing X-Auth-Key, X-Auth-Email or Authorization headers");
  const given = /^Bearer ([\w-]{40,80})$/.exec(authorization)?.[1];
  if (given === undefined)
    throw new ApiError(400, 6003, "Invalid request headers", [
      { code: 6111, message: "Invalid format for Authorization header" },
    ]);
  if (given !== token && given !== readToken) throw new ApiError(403, 9109, "Invalid access token");
  if (given === readToken && method !== "GET") throw new ApiError(403, 10000, "Authentication error");
}

function parse(contentType: string | undefined, text: string): Record<string, unknown> {
  if (text === "" || contentType?.startsWith("multipart/") === true) return {};
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new ApiError(400, 9207, "Request body is invalid.");
  }
}
