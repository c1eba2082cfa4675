import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { acm } from "./acm";
import { Certificates } from "./acm/certificates";
import { acls } from "./acls";
import { newBuckets } from "./buckets";
import { parseCall, type Answer, type Call, type Part, type Upstream } from "./call";
import { cloudFront } from "./cloudfront";
import { CloudFrontStore } from "./cloudfront/store";
import { refused } from "./errors";
import { serviceSpecificCredentials } from "./iam";
import { startMoto } from "./moto";
import { bucketPolicies } from "./policies";
import { PublicDns, type DnsSource } from "./public-dns";
import { route53 } from "./route53";
import { Zones } from "./route53/zones";

/** What a test can ask about a request: never its body or headers, which hold secrets. */
export interface SeenRequest {
  method: string;
  path: string;
  /** IAM's, STS's and ACM's action (`CreateUser`), or S3's sub-resource (`policy`). */
  action: string | undefined;
}

export interface AwsLocal {
  /** For AWS_ENDPOINT_URL. Any credentials will do. */
  url: string;
  /** Every request so far, oldest first. */
  requests: SeenRequest[];
  /** DNS as this AWS sees it: its own Route 53, `dns` of the options, and what a test publishes by hand. */
  dns: PublicDns;
  /** Its Route 53. */
  zones: Zones;
  /**
   * Meanwhile each request needs a signature by an active key of a user whose own policies allow it; nobody else's work,
   * the engine's included. Bucket policies are not looked at.
   */
  checkingKeys<T>(ask: () => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

/**
 * AWS on loopback for a real provider: moto, with what it lacks or gets wrong in front of it. It checks that calls are
 * well-formed and fit together. It enforces no bucket policy, and verifies signatures only when it is told to: who may do
 * what is not its business.
 */
export async function startAwsLocal(options: { dns?: DnsSource[] } = {}): Promise<AwsLocal> {
  const moto = await startMoto();
  const zones = new Zones();
  const dns = new PublicDns([zones.source, ...(options.dns ?? [])]);
  const store = new CloudFrontStore();
  const certificates = new Certificates(dns, (arn) => store.usersOf(arn).map((user) => user.arn));
  const parts = [
    ...[route53(zones), acm(certificates), cloudFront(store, certificates, dns)],
    ...[serviceSpecificCredentials, acls, bucketPolicies(), newBuckets],
  ];
  const requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const call = parseCall(
        request.method ?? "GET",
        request.url ?? "/",
        request.headers,
        await bodyOf(request),
      );
      requests.push({ method: call.method, path: call.path, action: call.action });
      send(response, await answer(call, parts, moto.call));
    })().catch(() => response.destroy()); // the client went away, or asked for no URL at all
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref(); // like moto: a test that forgot stop() must not keep the test process alive
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    dns,
    zones,
    async checkingKeys(ask) {
      await checkKeysAfter(0, moto.call);
      try {
        return await ask();
      } finally {
        await checkKeysAfter(Infinity, moto.call);
      }
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await moto.stop();
    },
  };
}

/** From how many requests on moto looks at keys and users' policies (http://docs.getmoto.org/en/5.2.1/docs/iam.html). */
async function checkKeysAfter(requests: number, moto: Upstream): Promise<void> {
  const count = Buffer.from(requests === Infinity ? "inf" : String(requests));
  const { status } = await moto(parseCall("POST", "/moto-api/reset-auth", {}, count));
  if (status !== 200) throw new Error(`moto cannot be told to check keys: ${status}`);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function answer(call: Call, parts: Part[], upstream: Upstream): Promise<Answer> {
  try {
    for (const part of parts) {
      const own = await part(call, upstream);
      if (own) return own;
    }
    return await upstream(call);
  } catch (error) {
    return refused(call, error);
  }
}

/** What an upstream's answer says about one connection, and does not hold for the next. */
const HOP_BY_HOP = ["connection", "transfer-encoding"];

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const kept = Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name));
  // a HEAD keeps the length of what it does not send
  response.writeHead(status, { "content-length": body.length, ...Object.fromEntries(kept) });
  response.end(body);
}
