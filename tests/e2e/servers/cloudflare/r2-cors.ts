import type { Account } from "./account";
import { ApiError, type Route } from "./api";
import { listOf, numberUpTo, oneOf, shape, text } from "./fields";
import { bucketOf, checkJson } from "./r2-buckets";

export interface CorsRule {
  id?: string;
  allowed: { methods: string[]; origins: string[]; headers?: string[] };
  exposeHeaders?: string[];
  maxAgeSeconds?: number;
}

/** A scheme and a host, without a path: https://developers.cloudflare.com/r2/buckets/cors/ */
const ORIGIN = /^(\*|https?:\/\/[^/\s]+)$/;
const checkBody = shape({
  rules: listOf(
    shape(
      {
        allowed: shape(
          { methods: listOf(oneOf("GET", "PUT", "POST", "DELETE", "HEAD")), origins: listOf(text(ORIGIN)) },
          { headers: listOf(text()) },
        ),
      },
      { id: text(), exposeHeaders: listOf(text()), maxAgeSeconds: numberUpTo(86_400) },
    ),
  ),
});

/** https://developers.cloudflare.com/api/resources/r2/subresources/buckets/subresources/cors/ */
export function r2CorsRoutes(account: Account): Route[] {
  const path = "/accounts/:account/r2/buckets/:bucket/cors";
  return [
    {
      method: "GET",
      path,
      answer: (call) => {
        const { cors } = bucketOf(account, call);
        if (!cors) throw new ApiError(404, 10059, "The CORS configuration does not exist.");
        return { result: { rules: cors } };
      },
    },
    {
      method: "PUT",
      path,
      answer: (call) => {
        const bucket = bucketOf(account, call);
        checkJson(checkBody, call.body);
        bucket.cors = (call.body as unknown as { rules: CorsRule[] }).rules;
        return { result: {} };
      },
    },
    {
      method: "DELETE",
      path,
      answer: (call) => {
        bucketOf(account, call).cors = undefined;
        return { result: {} };
      },
    },
  ];
}
