import type { RunConfig } from "../offline/record";
import type { Registration } from "../offline/registration";
import type { StateOptions } from "../offline/state-options";
import type { OfflineRun } from "../offline/run-program";
import { AS_ENGINE, inKeyOrder, type Shown, written } from "../offline/values";

/** The part of a resource in the engine's state (sdk/go/common/apitype, ResourceV3) that a preview knows, without what is empty. */
interface ResourceState extends StateOptions {
  urn: string;
  custom: boolean;
  /** Of a resource that exists already. */
  id?: string;
  type: string;
  inputs?: Shown;
  parent?: string;
  protect?: true;
  retainOnDelete?: true;
  importID?: string;
  dependencies?: string[];
  propertyDependencies?: Record<string, string[]>;
  additionalSecretOutputs?: string[];
  /** The program only reads the resource. */
  external?: true;
}

interface Step {
  op: "create" | "import" | "read";
  urn: string;
  newState: ResourceState;
  detailedDiff: null;
}

export interface PreviewJson {
  config: Record<string, string>;
  steps: Step[];
  diagnostics: [];
  duration: number;
  changeSummary: Record<string, number>;
  /** What `pulumi preview --json` does not have: which program was run, and what was unknown to it. */
  offline: OfflineRun;
}

/**
 * The shape of `pulumi preview --json` for a stack without resources. It has no providers and no source positions, because only
 * the engine knows them. tests/e2e lists the differences, each with its reason.
 */
export function previewJson(
  config: RunConfig,
  offline: OfflineRun,
  registrations: Registration[],
  duration: number,
): PreviewJson {
  const { project, stack, values, secretKeys } = config;
  const stackUrn = `urn:pulumi:${stack}::${project}::pulumi:pulumi:Stack::${project}-${stack}`;
  const steps: Step[] = [
    step({ urn: stackUrn, custom: false, type: "pulumi:pulumi:Stack" }),
    ...registrations.map((registration) => step(stateOf(registration, stackUrn))),
  ];
  const changeSummary: Record<string, number> = {};
  // What is only read does not change, so the engine does not count it.
  for (const { op } of steps) if (op !== "read") changeSummary[op] = (changeSummary[op] ?? 0) + 1;
  const shown = Object.entries(values).map(([key, value]) => [
    key,
    secretKeys.includes(key) ? "[secret]" : value,
  ]);
  return {
    config: Object.fromEntries(shown) as Record<string, string>,
    steps,
    diagnostics: [],
    duration,
    changeSummary,
    offline,
  };
}

function step(newState: ResourceState): Step {
  return {
    op: newState.external ? "read" : newState.importID === undefined ? "create" : "import",
    urn: newState.urn,
    newState,
    detailedDiff: null,
  };
}

function stateOf(registration: Registration, stackUrn: string): ResourceState {
  const { urn, custom, type, inputs, parent, importId, dependencies, readId } = registration;
  const { propertyDependencies, additionalSecretOutputs, options } = registration;
  return {
    urn,
    custom,
    ...(readId !== undefined && { id: readId }),
    type,
    ...(isFilled(inputs) && { inputs: written(inputs, AS_ENGINE) }),
    parent: parent === "" ? stackUrn : parent,
    ...(registration.protect && { protect: true }),
    ...(registration.retainOnDelete && { retainOnDelete: true }),
    ...(importId !== "" && { importID: importId }),
    ...(dependencies.length > 0 && { dependencies }),
    ...(isFilled(propertyDependencies) && { propertyDependencies: inKeyOrder(propertyDependencies) }),
    ...(additionalSecretOutputs.length > 0 && { additionalSecretOutputs }),
    ...options,
    ...(readId !== undefined && { external: true }),
  };
}

function isFilled(map: object): boolean {
  return Object.keys(map).length > 0;
}
