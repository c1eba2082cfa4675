import { createHash } from "node:crypto";
import type { Account } from "./account";
import { ApiError, type ApiAnswer, type ApiCall, type Route } from "./api";
import { flag, listOf, oneOf, shape, text } from "./fields";
import { findBucket } from "./r2-buckets";
import { readWorkerUpload } from "./worker-upload";
import { newId } from "./zones";

export interface Binding extends Record<string, unknown> {
  name: string;
  type: string;
}

export interface Worker {
  id: string;
  name: string;
  mainModule: string;
  content: string;
  bindings: Binding[];
  compatibilityDate: string;
  compatibilityFlags: string[];
  createdOn: string;
  modifiedOn: string;
}

const name = text(/^[A-Za-z_$][\w$]*$/);
const checkMetadata = shape(
  { main_module: text(/^[\w./-]+\.m?js$/), compatibility_date: text(/^\d{4}-\d\d-\d\d$/) },
  {
    compatibility_flags: listOf(text()),
    usage_model: oneOf("standard"),
    logpush: flag,
    bindings: listOf((value, path) => {
      const type = (value as Partial<Binding> | null)?.type;
      const check = type === undefined ? undefined : BINDINGS.get(type);
      return check ? check(value, path) : `${path}.type is not known`;
    }),
  },
);
/** The kinds of bindings that a Worker of a media host uses. */
const BINDINGS = new Map([
  ["r2_bucket", shape({ name, type: text(), bucket_name: text() }, { jurisdiction: oneOf("eu", "fedramp") })],
  ["json", shape({ name, type: text(), json: () => undefined })],
]);

/** https://developers.cloudflare.com/api/resources/workers/subresources/scripts/ */
export function workerRoutes(account: Account): Route[] {
  const path = "/accounts/:account/workers/scripts/:script";
  return [
    { method: "PUT", path, answer: (call) => ({ result: upload(account, call) }) },
    { method: "DELETE", path, answer: (call) => ({ result: remove(account, call) }) },
    {
      method: "GET",
      path: "/accounts/:account/workers/services/:script",
      answer: (call) => ({ result: describedService(workerOf(account, call)) }),
    },
    {
      method: "GET",
      path: `${path}/settings`,
      answer: (call) => ({ result: describedSettings(workerOf(account, call)) }),
    },
    { method: "GET", path: `${path}/content/v2`, answer: (call) => content(workerOf(account, call)) },
  ];
}

/** The Worker of a route with `:script`. https://github.com/cloudflare/workers-sdk/issues/2054 */
function workerOf(account: Account, call: ApiCall): Worker {
  account.check(call);
  const worker = account.workers.get(call.parameters["script"]!);
  if (!worker) throw new ApiError(404, 10007, "This Worker does not exist on your account.");
  return worker;
}

function upload(account: Account, call: ApiCall): object {
  account.check(call);
  const script = call.parameters["script"]!;
  if (!/^[a-z\d_][a-z\d_-]{0,62}$/.test(script)) throw new ApiError(400, 10016, "Invalid Worker name.");
  const { metadata, modules } = readWorkerUpload(call);
  const problem = checkMetadata(metadata, "metadata");
  if (problem !== undefined) throw new ApiError(400, 10021, problem);
  const { main_module, bindings = [] } = metadata as unknown as { main_module: string; bindings?: Binding[] };
  const main = modules.get(main_module);
  if (main?.contentType !== "application/javascript+module" || !/\bexport\b/.test(main.text))
    throw new ApiError(400, 10021, `No such module "${main_module}".`);
  for (const binding of bindings) checkBinding(account, binding);
  const now = new Date().toISOString();
  const old = account.workers.get(script);
  const worker: Worker = {
    id: old?.id ?? newId(),
    name: script,
    mainModule: main_module,
    content: main.text,
    bindings,
    compatibilityDate: metadata["compatibility_date"] as string,
    compatibilityFlags: (metadata["compatibility_flags"] as string[] | undefined) ?? [],
    createdOn: old?.createdOn ?? now,
    modifiedOn: now,
  };
  account.workers.set(script, worker);
  return { ...describedScript(worker), ...describedSettings(worker), startup_time_ms: 2 };
}

/** A bucket is found in the jurisdiction of its binding only. https://github.com/cloudflare/workers-sdk/issues/4613 */
function checkBinding(account: Account, binding: Binding): void {
  if (binding.type !== "r2_bucket") return;
  const { bucket_name: bucket, jurisdiction = "default" } = binding as unknown as {
    bucket_name: string;
    jurisdiction?: string;
  };
  if (!findBucket(account, bucket, jurisdiction))
    throw new ApiError(
      400,
      10085,
      `R2 bucket '${bucket}' not found. Please use a different name and try again.`,
    );
}

/** What becomes of the domains of a deleted Worker is documented nowhere: refused, so that nothing relies on it. */
function remove(account: Account, call: ApiCall): object {
  const worker = workerOf(account, call);
  if ([...account.workerDomains.values()].some(({ service }) => service === worker.name))
    throw new ApiError(409, 10064, "This Worker still has custom domains.");
  account.workers.delete(worker.name);
  return {};
}

const etagOf = ({ content }: Worker): string => createHash("sha256").update(content).digest("hex");

const describedScript = (worker: Worker): object => ({
  id: worker.name,
  tag: worker.id,
  etag: etagOf(worker),
  handlers: ["fetch"],
  named_handlers: [],
  has_assets: false,
  has_modules: true,
  last_deployed_from: "api",
  usage_model: "standard",
  created_on: worker.createdOn,
  modified_on: worker.modifiedOn,
});

const describedService = (worker: Worker): object => ({
  id: worker.name,
  created_on: worker.createdOn,
  modified_on: worker.modifiedOn,
  default_environment: {
    environment: "production",
    created_on: worker.createdOn,
    modified_on: worker.modifiedOn,
    script: describedScript(worker),
  },
});

/** The bindings are sorted by name, however they were sent. */
const describedSettings = (worker: Worker): object => ({
  bindings: worker.bindings.toSorted((one, other) => one.name.localeCompare(other.name)),
  compatibility_date: worker.compatibilityDate,
  compatibility_flags: worker.compatibilityFlags,
  usage_model: "standard",
  tags: [],
  tail_consumers: null,
  logpush: false,
  placement: {},
});

function content({ mainModule, content: text }: Worker): ApiAnswer {
  const boundary = newId();
  const header = `Content-Disposition: form-data; name="${mainModule}"; filename="${mainModule}"\r\nContent-Type: application/javascript+module`;
  return {
    raw: {
      contentType: `multipart/form-data; boundary=${boundary}`,
      text: `--${boundary}\r\n${header}\r\n\r\n${text}\r\n--${boundary}--\r\n`,
    },
  };
}
