/**
 * Events as CloudFront passes them to a function: the fields and forms of
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html.
 */
import type { FunctionEvent, FunctionResponse } from "../../e2e/servers/cloudfront/edge-function";

type Fields = NonNullable<FunctionResponse["headers"]>;

const REQUEST_HEADERS: Fields = {
  host: { value: "files.social.example" },
  "user-agent": { value: "Mozilla/5.0" },
  accept: {
    value: "image/avif",
    multiValue: [{ value: "image/avif" }, { value: "image/*" }, { value: "*/*;q=0.8" }],
  },
};

export interface EventParts {
  method?: string;
  uri?: string;
  /** Headers of the request beside the usual ones. */
  asked?: Fields;
  /** Of the request, as the page has them. */
  querystring?: Fields;
  cookies?: Fields;
}

export function requestEvent(parts: EventParts = {}): FunctionEvent {
  return {
    version: "1.0",
    context: {
      distributionDomainName: "d111111abcdef8.cloudfront.net",
      distributionId: "EDFDVBD6EXAMPLE",
      eventType: "viewer-request",
      requestId: "EXAMPLEntjQpEXAMPLE_SG5Z-EXAMPLEPmPfEXAMPLEu3EqEXAMPLE==",
    },
    viewer: { ip: "198.51.100.11" },
    request: {
      method: parts.method ?? "GET",
      uri: parts.uri ?? "/accounts/avatars/1.png",
      querystring: parts.querystring ?? {},
      headers: { ...REQUEST_HEADERS, ...parts.asked },
      cookies: parts.cookies ?? {},
    },
  };
}

export function responseEvent(response: FunctionResponse, parts: EventParts = {}): FunctionEvent {
  const event = requestEvent(parts);
  return { ...event, context: { ...event.context, eventType: "viewer-response" }, response };
}
