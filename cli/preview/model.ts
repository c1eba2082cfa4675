/** The result of an offline run. The renderers use only this model. */
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
  /** The existing resource that is adopted instead of creating a new one. */
  importId?: string;
  /** The existing resource that the program only reads. */
  readId?: string;
  children: ResourceNode[];
}

export interface InstancePreview {
  /** The instance's name in the config: `social`. */
  name: string;
  /** The name for commands that read the deployed stack. */
  deployedAs: string;
  app: string;
  /** The bucket; undefined if there is none, or if nothing of the storage is known. Then there is no matrix either. */
  bucket?: string;
  /** Whether nothing of the storage is known offline. Then a warning says why. */
  isUnknown?: true;
  publicBaseUrl?: string;
  /** Undefined if it is not known offline. Then a warning says why. */
  matrix?: AccessMatrix;
  /** The env block as dotenv text; "" if there is none, or if it is not known offline. Secrets and unknown values are replaced by marks. */
  env: string;
  warnings: string[];
}

/** The resources of a part of the program, or of all of it. */
export interface PreviewModel {
  /** The resources without a parent, in the order of their registration. */
  resources: ResourceNode[];
  instances: InstancePreview[];
}
