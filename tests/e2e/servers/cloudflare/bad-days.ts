import { ApiError } from "./api";

interface Failure {
  /** Matched against method and path, as `GET /accounts/ID/r2/buckets`. */
  request: RegExp;
  /** How many requests still fail. */
  times: number;
}

/** What Cloudflare's API does on its bad days. Tests switch it on and off. */
export class BadDays {
  /**
   * A service behind the API is down: custom domains are described without their zone, TLS and ciphers.
   * https://github.com/cloudflare/terraform-provider-cloudflare/issues/6837
   */
  withoutZone = false;
  /**
   * A new custom domain of a bucket stays off although the answer says that it is on.
   * https://github.com/cloudflare/terraform-provider-cloudflare/issues/6578
   */
  enabledIgnored = false;
  private failures: Failure[] = [];

  /** The next requests that match fail, as a server that is overloaded; the one after them succeeds. */
  failNext(request: RegExp, times = 1): void {
    this.failures.push({ request, times });
  }

  /** Fails if this request is one of those that are to fail. */
  check(method: string, path: string): void {
    const failure = this.failures.find(
      ({ request, times }) => times > 0 && request.test(`${method} ${path}`),
    );
    if (!failure) return;
    failure.times--;
    throw new ApiError(500, 10013, "An unknown error has occurred.");
  }
}
