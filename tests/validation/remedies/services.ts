/** Remedies about buckets on services, which have one address for each region. */
import { authentikProblems } from "../../../apps/authentik/validate";
import { supabaseProblems } from "../../../apps/supabase/validate";
import type { Problem } from "../../../validation/problem";
import { STORE_PRODUCTS } from "../../../stores";
import { authentik } from "../../apps/authentik/fixtures";
import { backend } from "../../apps/supabase/fixtures";
import { atStore } from "../../stores/made-up";
import { change, type Row, type Settings } from "./row";

const AT_HETZNER = atStore(STORE_PRODUCTS["hetzner"]!);
const s3 = AT_HETZNER.store.s3!;

const onHetzner = (rest: Settings): Problem[] => authentikProblems({ ...authentik(AT_HETZNER), ...rest });
const withS3 = (value: unknown): Settings => ({ store: { s3: { ...s3, ...(value as object) } } });
const address = change(onHetzner, withS3);
const appAddress = change((rest) => supabaseProblems(backend({}, { ...AT_HETZNER, ...rest })), withS3);
const principal = change(onHetzner, (value) => ({
  writer: { given: { accessKeyId: "KEY", secretAccessKey: "x", principal: value } },
}));

const ENDPOINT = "https://nbg1.your-objectstorage.com";

export const SERVICES: Row[] = [
  address("server-version-unused", "remove it", { version: "18.2.7" }, {}),
  address("store-endpoint-service", 'change it to "hetzner"', { server: "ceph" }, { server: "hetzner" }),
  address(
    "store-endpoint-service",
    `set "${ENDPOINT}"`,
    { endpoint: "https://media.nbg1.your-objectstorage.com", region: "nbg1" },
    { endpoint: ENDPOINT, region: "nbg1" },
  ),
  address(
    "store-endpoint-service",
    `set "${ENDPOINT}"`,
    { endpoint: "https://s3.example.org", region: "nbg1" },
    { endpoint: ENDPOINT, region: "nbg1" },
  ),
  address("store-endpoint-region", 'change it to "fsn1"', { region: "eu-central-1" }, { region: "fsn1" }),
  address(
    "store-endpoint-region",
    "change the endpoint",
    { region: "nbg1" },
    { region: "nbg1", endpoint: ENDPOINT },
  ),
  appAddress("store-endpoint-service", "remove it", { appEndpoint: "https://s3:9000" }, {}),
  principal("writer-principal", 'set "arn:aws:iam:::user/p', "KEY", "arn:aws:iam:::user/p7654321:KEY"),
  principal("principal-everyone", 'set the ARN of a key, "arn', "*", "arn:aws:iam:::user/p7654321:KEY"),
];
