import { call } from "./program/protocol";

/**
 * Resource options that do not change what a preview does, but that the engine's state holds, by their names there
 * (sdk/go/common/apitype, ResourceV3). Only those that are set.
 */
export interface StateOptions {
  ignoreChanges?: string[];
  replaceOnChanges?: string[];
  /** A URN. */
  deletedWith?: string;
  /** URNs. */
  replaceWith?: string[];
  hideDiff?: string[];
}

/** The getters of a request, and of the options that a transform returns. */
const GETTERS: Record<keyof StateOptions, readonly [ofRequest: string, ofTransform: string]> = {
  ignoreChanges: ["getIgnorechangesList", "getIgnoreChangesList"],
  replaceOnChanges: ["getReplaceonchangesList", "getReplaceOnChangesList"],
  deletedWith: ["getDeletedwith", "getDeletedWith"],
  replaceWith: ["getReplaceWithList", "getReplaceWithList"],
  hideDiff: ["getHidediffsList", "getHideDiffList"],
};

/** The options in a request to register a resource, or in a transform's answer. */
export function stateOptions(message: object): StateOptions {
  const values = Object.entries(GETTERS).map(([name, [ofRequest, ofTransform]]) => {
    // Older SDKs do not have all of them.
    return [name, call(message, ofRequest) ?? call(message, ofTransform) ?? ""] as [
      string,
      string | string[],
    ];
  });
  return Object.fromEntries(values.filter(([, value]) => value.length > 0));
}
