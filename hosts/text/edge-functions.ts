/**
 * The code of the functions that CloudFront runs at its edge locations (CloudFront Functions, runtime 2.0). Only what ECMAScript 5.1
 * has, without regular expressions: nothing here needs more, and a second, stricter engine can run it in the tests.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
 */

/** The runtime of all functions. */
export const EDGE_RUNTIME = "cloudfront-js-2.0";

/**
 * On the viewer's response: sets Access-Control-Allow-Origin to "*" unless the response headers policy has answered a page. That policy
 * adds CORS headers to requests with an Origin header only, so `curl -I`, and what a proxy behind it has cached, would lack the
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

/**
 * On the viewer's request, where a legacy host is asked for what is missing in the bucket. S3 takes a path as it is, but most web
 * servers first decode it and then resolve "." and "..", so that "/accounts/..%2fbackups/1.zip", which CloudFront passes on unchanged
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesPathPattern),
 * would be a private file there. It refuses every path in which any server could find such a part, an empty part (a folder, or a
 * second spelling of a key) or a backslash, after up to three rounds of decoding. No key of an app has one of them.
 *
 * It also removes the Authorization header, which CloudFront passes on with OPTIONS
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#request-custom-headers-behavior).
 */
export const LEGACY_REQUEST_FUNCTION = `function handler(event) {
  var request = event.request;
  var path = request.uri.toLowerCase();
  for (var round = 0; round < 3; round++) {
    path = path.split("%25").join("%").split("%2e").join(".").split("%2f").join("/").split("%5c").join("\\\\");
  }
  var parts = path.split("/");
  var isOdd = path.indexOf("\\\\") >= 0;
  for (var i = 1; i < parts.length; i++) {
    var name = parts[i].split(";")[0];
    isOdd = isOdd || name === "" || name === "." || name === "..";
  }
  if (isOdd) {
    return {
      statusCode: 403,
      statusDescription: "Forbidden",
      headers: { "access-control-allow-origin": { value: "*" } }
    };
  }
  delete request.headers.authorization;
  return request;
}
`;

/**
 * On the viewer's response, where a legacy host is asked: what ALLOW_ORIGIN_FUNCTION does, and 404 instead of a redirect. The bucket
 * never redirects. A legacy host that redirects to the media host would send readers round in a circle, and one that redirects
 * elsewhere to a host that the app's content security policy does not list. CloudFront does not follow redirects
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-3xx-status-codes.html), and lets a function change the status
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/function-code-choose-purpose.html).
 */
export const LEGACY_RESPONSE_FUNCTION = `function handler(event) {
  var response = event.response;
  var headers = response.headers || {};
  if (!event.request.headers.origin || !headers["access-control-allow-origin"]) {
    headers["access-control-allow-origin"] = { value: "*" };
  }
  if (response.statusCode >= 300 && response.statusCode !== 304) {
    response.statusCode = 404;
    response.statusDescription = "Not Found";
    delete headers.location;
    headers["cache-control"] = { value: "no-store" };
  }
  response.headers = headers;
  return response;
}
`;
