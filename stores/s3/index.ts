/** The S3-compatible servers and services. Each other file in this folder is one of them. */
import type { S3Server } from "../store";
import { ceph } from "./ceph";
import { garage } from "./garage";
import { hetzner } from "./hetzner";
import { minio } from "./minio";
import { rustfs } from "./rustfs";
import { seaweedfs } from "./seaweedfs";
import { versitygw } from "./versitygw";
import { wasabi } from "./wasabi";

export const S3_SERVERS: Readonly<Record<string, S3Server>> = {
  ceph,
  minio,
  rustfs,
  versitygw,
  seaweedfs,
  garage,
  hetzner,
  wasabi,
};
