/**
 * The code of the functions that CloudFront runs at its edge locations (CloudFront Functions, runtime 2.0). Only what ECMAScript 5.1
 * has, without regular expressions: nothing here needs more, and a second, stricter engine can run it in the tests.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
 */

/** The runtime of both functions. */
export const EDGE_RUNTIME = "cloudfront-js-2.0";

/**
 * On the viewer's response: sets Access-Control-Allow-Origin to "*" unless the response headers policy has answered a page. That policy
 * adds CORS headers to requests with an Origin header only, so `curl -I`, and a copy in the cache of a proxy behind it, would lack the
 * header, or have the one origin that the bucket named to the reader who filled CloudFront's cache. CloudFront does not run it
 * when the bucket answers with 400 or above: such an answer has the header only if the request has an Origin
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html).
 */
export const ALLOW_ORIGIN_FUNCTION = `function handler(event) {
  var response = event.response;
  var headers = response.headers || {};
  if (!event.request.headers.origin || !headers["access-control-allow-origin"]) {
    headers["access-control-allow-origin"] = { value: "*" };
  }
  response.headers = headers;
  return response;
}
`;

/** On the viewer's request: refuses it, so that CloudFront asks neither its cache nor the bucket. */
export const REFUSE_FUNCTION = `function handler(event) {
  return {
    statusCode: 403,
    statusDescription: "Forbidden",
    headers: { "access-control-allow-origin": { value: "*" } }
  };
}
`;
