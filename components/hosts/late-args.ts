import type { Input } from "@pulumi/pulumi";
import type { BucketSettings } from "../../storage/args";
import { isMap } from "../../validation/shape";
import { checkedInput } from "../late-values";
import type { HostContext } from "./index";

/**
 * An argument of the media host that may be an output: it is judged, with all others, when it is known. In a unit test with mocks
 * `standIn` stands for it. `path` is its place below `mediaHost`.
 */
export function lateArg(
  { plan: { settings }, mediaHost, check }: HostContext,
  path: readonly string[],
  value: Input<string>,
  standIn: string,
): Input<string> {
  const settled = (known: string): BucketSettings => ({
    ...settings,
    ...{ mediaHost: withMember(mediaHost, path, known) },
  });
  return checkedInput(["mediaHost", ...path].join("."), value, standIn, check, settled);
}

/** A copy of an object with another value at a path. */
function withMember(part: unknown, [name, ...rest]: readonly string[], value: string): unknown {
  if (name === undefined) return value;
  const members = isMap(part) ? part : {};
  return { ...members, [name]: withMember(Reflect.get(members, name), rest, value) };
}
