/** What the offline preview knows when the program has run: the renderers work from this and nothing else. */
import type { AccessMatrix } from "../../access/matrix";
import type { Shown } from "../offline/values";

export interface ResourceNode {
  urn: string;
  /** `aws:s3/bucketPolicy:BucketPolicy` */
  type: string;
  name: string;
  inputs: Record<string, Shown>;
  protect: boolean;
  retainOnDelete: boolean;
  /** The existing resource that is adopted instead of a new one created. */
  importId?: string;
  children: ResourceNode[];
}

export interface InstancePreview {
  /** The instance's name in the config: `social`. */
  name: string;
  app: string;
  /** Missing where there is no bucket, and with it the matrix. */
  bucket?: string;
  publicBaseUrl?: string;
  matrix?: AccessMatrix;
  /** The env block as dotenv text, its secrets masked and its unknown values visible as such. */
  env: string;
  warnings: string[];
}

/** What some of the program has made, or all of it. */
export interface PreviewModel {
  /** The resources without a parent, in the order of their registration. */
  resources: ResourceNode[];
  instances: InstancePreview[];
}
