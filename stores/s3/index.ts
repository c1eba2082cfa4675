/** The S3-compatible servers. Each other file in this folder is one server. */
import type { S3Server } from "../store";
import { ceph } from "./ceph";
import { garage } from "./garage";
import { minio } from "./minio";
import { rustfs } from "./rustfs";
import { seaweedfs } from "./seaweedfs";
import { versitygw } from "./versitygw";

export const S3_SERVERS: Readonly<Record<string, S3Server>> = {
  ceph,
  minio,
  rustfs,
  versitygw,
  seaweedfs,
  garage,
};
