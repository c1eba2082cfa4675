/** The S3-compatible servers. Each other file in this folder is one server. */
import type { StoreProduct } from "../store";
import { ceph } from "./ceph";

export const S3_SERVERS: Readonly<Record<string, StoreProduct>> = { ceph };
