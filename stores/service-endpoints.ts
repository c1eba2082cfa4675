/** Validates the addresses of services: which server, endpoint and region belong together. */
import type { EditorCheck } from "../validation/editor-check";
import { listed } from "../validation/listed";
import { nearest } from "../validation/nearest";
import { ownMember } from "../validation/own-member";
import type { Reason } from "../validation/problem";
import type { Rules } from "../validation/rules";
import { ifSound } from "../validation/sound-part";
import type { S3StoreSettings } from "./args";
import { endpointProblems } from "./endpoint";
import { isOfOtherKind } from "./other-kind";
import { S3_SERVERS } from "./s3";
import { canonicalHost } from "./same-bucket";
import type { S3Server, ServiceEndpoints } from "./store";
import { unknownRegionWarning } from "./unknown-region";

type Service = S3Server & { endpoints: ServiceEndpoints };

const SERVICES: readonly Service[] = Object.values(S3_SERVERS).filter(
  (server): server is Service => server.endpoints !== undefined,
);

/** A part of a regular expression that matches the endpoint's host, with the region as its group. */
const hostForm = ({ endpoints }: Service): string =>
  endpoints
    .endpointOf("REGION")
    .slice("https://".length)
    .replace(/\./g, "\\.")
    .replace("REGION", `(${endpoints.regionForm.source})`);

const serviceOf = (server: string): Service | undefined => SERVICES.find(({ name }) => name === server);

/** The service that a URL belongs to, and its region there; a URL with the bucket in the hostname too. */
function placeOfUrl(url: string): { service: Service; region: string } | undefined {
  const host = canonicalHost(url);
  for (const service of SERVICES) {
    const [, named] = new RegExp(`(?:^|\\.)${hostForm(service)}$`).exec(host) ?? [];
    const [, other] =
      Object.entries(service.endpoints.otherHosts ?? {}).find(([name]) => `.${host}`.endsWith(`.${name}`)) ??
      [];
    const region = named ?? other;
    if (region !== undefined) return { service, region };
  }
  return undefined;
}

/** What is wrong with a server that another service's endpoint does not belong to. */
function serverReasons({ server, endpoint }: Pick<S3StoreSettings, "server" | "endpoint">): Reason[] {
  const place = placeOfUrl(endpoint);
  if (place === undefined || place.service.name === server || ownMember(S3_SERVERS, server) === undefined)
    return [];
  const { name, title } = place.service;
  const message = `is "${server}", but endpoint is an address of ${title}; change it to "${name}"`;
  return [{ code: "store-endpoint-service", message }];
}

/** What is wrong with the endpoint of a service, after all that can be wrong with any endpoint. */
function endpointReasons(url: string, settings: Pick<S3StoreSettings, "server" | "region">): Reason[] {
  const service = serviceOf(settings.server);
  const place = placeOfUrl(url);
  // The other problems of the endpoint, or that of `server`, are enough.
  if (isOfOtherKind(url) || endpointProblems(url, { allowHttp: true }).length > 0) return [];
  if (service === undefined || (place !== undefined && place.service !== service)) return [];
  const right = place && service.endpoints.endpointOf(place.region);
  if (url === right) return [];
  const instead =
    right === undefined ? ofRegion(service, ifSound(() => settings.region) ?? "") : `"${right}"`;
  const message = `is not the endpoint of a region of ${service.title}; set ${instead}`;
  return [{ code: "store-endpoint-service", message }];
}

/** The endpoint to set for a region, which may be no region of the service. */
function ofRegion({ endpoints: { regions, endpointOf, regionForm } }: Service, region: string): string {
  if (new RegExp(`^(${regionForm.source})$`).test(region)) return `"${endpointOf(region)}"`;
  const names = regions.map((one) => `"${one}"`);
  return `"${endpointOf(regions[0])}", or that of another region (the regions are ${listed(names, "and")})`;
}

/** What is wrong with the region of a service. */
function regionReasons(
  region: string,
  { server, endpoint }: Pick<S3StoreSettings, "server" | "endpoint">,
): Reason[] {
  const place = placeOfUrl(endpoint);
  if (place === undefined || place.service.name !== server || place.region === region) return [];
  const message = `is not the region of the endpoint; change it to "${place.region}", or change the endpoint`;
  return [{ code: "store-endpoint-region", message }];
}

/** What is wrong with an address for the app, which a service does not have. */
function appEndpointReasons(url: string, { server }: Pick<S3StoreSettings, "server">): Reason[] {
  const service = serviceOf(server) ?? placeOfUrl(url)?.service;
  if (service === undefined) return [];
  const message =
    service.name === server
      ? `is not supported on ${service.title}, which has one address; remove it`
      : `is an address of ${service.title}, which is not the server of \`endpoint\`; remove it`;
  return [{ code: "store-endpoint-service", message }];
}

/** About a region that the service did not have yet. */
export function regionWarnings({ title, endpoints }: S3Server, region: string): string[] {
  if (endpoints === undefined || endpoints.regions.includes(region)) return [];
  const whose = `was not a region of ${title}`;
  const near = nearest(region, endpoints.regions);
  return [unknownRegionWarning("store.s3.region", region, { whose, opener: title, near })];
}

const exampleOf = ({ endpoints: { regions, endpointOf } }: Service): string => endpointOf(regions[0]);

const SERVER_CHECKS: readonly EditorCheck[] = SERVICES.map((service) => ({
  pattern: new RegExp(`^(?!https?:\\/\\/([^/]*\\.)?${hostForm(service)}$)`),
  when: [{ at: "server", is: service.name, isNot: true }],
  message: `The endpoint is an address of ${service.title}; change server to "${service.name}".`,
}));

const ENDPOINT_CHECKS: readonly EditorCheck[] = SERVICES.map((service) => ({
  pattern: new RegExp(`^https:\\/\\/${hostForm(service)}$`),
  when: [{ at: "server", is: service.name }],
  message: `The endpoint is not that of a region of ${service.title}; set one like "${exampleOf(service)}".`,
}));

/** The rules about the addresses of services. */
export const SERVICE_RULES: Rules<S3StoreSettings> = [
  { at: "server", findings: serverReasons },
  {
    at: "endpoint",
    reasons: (url: string, settings) => endpointReasons(url, settings),
    editor: [...SERVER_CHECKS, ...ENDPOINT_CHECKS],
  },
  { at: "region", reasons: (region: string, settings) => regionReasons(region, settings) },
  {
    at: "appEndpoint",
    reasons: (url: string, settings) => appEndpointReasons(url, settings),
    editor: SERVICES.map(({ name, title }) => ({
      isRefused: true,
      when: [{ at: "server", is: name }],
      message: `${title} has one address; remove appEndpoint.`,
    })),
  },
];
