/** The S3-compatible servers. This folder is the table: each other file is one server. */
import type { StoreProduct } from "../store";
import { ceph } from "./ceph";

export const S3_SERVERS: Readonly<Record<string, StoreProduct>> = { ceph };
