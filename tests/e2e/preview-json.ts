/** What `pulumi preview --json` prints; only what tests compare of the rest. */
export interface PreviewJson {
  /** Of the stack; secrets are `[secret]`. */
  config?: Record<string, string>;
  /** Without resources that stay the same, but for the stack itself. */
  steps: PreviewStep[];
  diagnostics?: { urn?: string; message?: string; severity?: string }[];
  /** In nanoseconds. */
  duration?: number;
  /** How many resources have each operation, those that stay the same included. */
  changeSummary: Record<string, number>;
}

export interface PreviewStep {
  op: string;
  urn: string;
  provider?: string;
  /** Missing when the resource is created. */
  oldState?: PreviewState;
  /** Missing when it is deleted. */
  newState?: PreviewState;
  diffReasons?: string[];
  replaceReasons?: string[];
  detailedDiff: Record<string, { kind: string; inputDiff: boolean }> | null;
}

/** A resource as the state would hold it, without what is empty or false. */
export interface PreviewState {
  urn: string;
  type: string;
  custom: boolean;
  id?: string;
  parent?: string;
  provider?: string;
  /** What is not known yet is a fixed UUID; secrets are `[secret]`. */
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  protect?: boolean;
  retainOnDelete?: boolean;
  dependencies?: string[];
  propertyDependencies?: Record<string, string[]>;
  additionalSecretOutputs?: string[];
}
