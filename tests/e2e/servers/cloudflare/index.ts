import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { DnsSource } from "../aws-local/public-dns";
import { ApiError, findRoute, noRoute, type ApiAnswer, type Route } from "./api";
import { cloudConnectorRoutes } from "./cloud-connector";
import { dnsRecordRoutes, dnsSourceOf } from "./dns-records";
import { rulesetRoutes } from "./rulesets";
import { newId, Zones, type Zone } from "./zones";

export interface Cloudflare {
  /** For CLOUDFLARE_BASE_URL. */
  url: string;
  /** For CLOUDFLARE_API_TOKEN: it may do everything. */
  token: string;
  /** This one may only read. */
  readToken: string;
  accountId: string;
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
 * Cloudflare's API on loopback, as far as DNS and rules of a media host need it. It checks every request and refuses what the
 * real one refuses. A further part of the API is a further list of routes.
 */
export async function startCloudflare(): Promise<Cloudflare> {
  const zones = new Zones(newId());
  const routes = [
    ...zones.routes,
    ...dnsRecordRoutes(zones),
    ...rulesetRoutes(zones),
    ...cloudConnectorRoutes(zones),
  ];
  const [token, readToken] = [newToken(), newToken()];
  const requests: string[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const text = await textOf(request);
      requests.push(`${request.method ?? ""} ${request.url ?? ""}`);
      const [status, body] = answer(request, text, routes, { token, readToken });
      response.writeHead(status, { "content-type": "application/json" });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    })().catch(() => response.destroy()); // the client went away
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref(); // a test that forgot stop() must not keep the test process alive
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${PREFIX}`,
    token,
    readToken,
    accountId: zones.accountId,
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

function answer(
  { method = "GET", url = "/", headers }: IncomingMessage,
  text: string,
  routes: Route[],
  tokens: Tokens,
): [status: number, body: unknown] {
  try {
    const { pathname, searchParams: query } = new URL(url, "http://cloudflare.local");
    authenticate(headers.authorization, method, tokens);
    const path = pathname.startsWith(PREFIX) ? pathname.slice(PREFIX.length) : "";
    const found = findRoute(routes, method, path);
    if (!found) throw noRoute(path);
    const [route, parameters] = found;
    const body = parse(text);
    return success(route.answer({ method, path, query, parameters, body }));
  } catch (error) {
    if (error instanceof ApiError) return [error.status, error.body];
    throw error;
  }
}

function success({ status = 200, result, resultInfo }: ApiAnswer): [number, unknown] {
  if (result === undefined) return [status, undefined];
  const body = { result, success: true, errors: [], messages: [] };
  return [status, resultInfo ? { ...body, result_info: resultInfo } : body];
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

function parse(text: string): Record<string, unknown> {
  if (text === "") return {};
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new ApiError(400, 9207, "Request body is invalid.");
  }
}
