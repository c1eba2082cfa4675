import type { AccountToken } from "./account-tokens";
import { ApiError, isId, noRoute, type ApiCall } from "./api";
import type { BadDays } from "./bad-days";
import type { Bucket } from "./r2-buckets";
import type { WorkerDomain } from "./worker-domains";
import type { Worker } from "./workers";
import type { Zones } from "./zones";

/** One account and all that it owns beside its zones. */
export class Account {
  /** By jurisdiction and name: the same name may exist in each jurisdiction. */
  readonly buckets = new Map<string, Bucket>();
  /** Where a bucket of that name was first made: a bucket made again goes there, whatever it asks for. */
  readonly firstLocations = new Map<string, string>();
  readonly tokens = new Map<string, AccountToken>();
  readonly workers = new Map<string, Worker>();
  readonly workerDomains = new Map<string, WorkerDomain>();

  constructor(
    readonly id: string,
    readonly zones: Zones,
    readonly badDays: BadDays,
  ) {}

  /** Fails for a route with the `:account` of somebody else. */
  check({ parameters, path }: ApiCall): void {
    const id = parameters["account"]!;
    if (!isId(id)) throw noRoute(path);
    if (id !== this.id) throw new ApiError(403, 10000, "Authentication error");
  }
}
