/** What distributions share: each part is made when the first distribution needs it, and once only. */
import type { CustomResourceOptions, Input } from "@pulumi/pulumi";
import { CachePolicy } from "@pulumi/aws/cloudfront/cachePolicy";
import { Function as EdgeFunction } from "@pulumi/aws/cloudfront/function";
import { OriginAccessControl } from "@pulumi/aws/cloudfront/originAccessControl";
import { ResponseHeadersPolicy } from "@pulumi/aws/cloudfront/responseHeadersPolicy";
import {
  EDGE_FUNCTIONS,
  ORIGIN_ACCESS,
  type CachePolicySettings,
  type FunctionSettings,
  type HeadersPolicySettings,
  type SharedPart,
} from "../../hosts/cloudfront/shared-parts";
import type { MediaHostArgs } from "../../hosts/args";
import type { Problem } from "../../validation/problem";
import { unprotectedChild, type ChildOptions } from "../options";

/** The names of parts, and their options. */
interface Place {
  name(part: SharedPart<unknown>): string;
  options: CustomResourceOptions;
}

/**
 * The policies, functions and origin access control of the distributions of a program, or of one component. CloudFront names them
 * uniquely in an account, so their names come from the engine, with a random end.
 */
export class SharedParts {
  readonly #made = new Map<string, Input<string>>();

  constructor(private readonly place: Place) {}

  cachePolicy(part: SharedPart<CachePolicySettings>): Input<string> {
    return this.#once(part, (name, options) => new CachePolicy(name, part.settings, options).id);
  }

  headersPolicy(part: SharedPart<HeadersPolicySettings>): Input<string> {
    return this.#once(part, (name, options) => new ResponseHeadersPolicy(name, part.settings, options).id);
  }

  /** The ARN of a function. */
  edgeFunction(part: SharedPart<FunctionSettings>): Input<string> {
    return this.#once(part, (name, options) => new EdgeFunction(name, part.settings, options).arn);
  }

  originAccess(): Input<string> {
    return this.#once(
      ORIGIN_ACCESS,
      (name, options) => new OriginAccessControl(name, ORIGIN_ACCESS.settings, options).id,
    );
  }

  #once(
    part: SharedPart<unknown>,
    make: (name: string, options: CustomResourceOptions) => Input<string>,
  ): Input<string> {
    const name = this.place.name(part);
    const made = this.#made.get(name) ?? make(name, this.place.options);
    this.#made.set(name, made);
    return made;
  }
}

/**
 * Parts that several components share: pass them as the option `cloudFrontParts` of each. They belong to the stack and not to one of
 * the components, any of which may go, and are named by what is in them. A part that a setting changes is made anew; the old one goes
 * when no distribution uses it.
 */
export function sharedCloudFrontParts(options: CustomResourceOptions = {}): SharedParts {
  return new SharedParts({
    name: ({ suffix, variant }) => ["cloudfront", suffix, variant].filter((part) => part !== "").join("_"),
    options,
  });
}

/** The longest name of a function and of an origin access control at CloudFront. */
const LONGEST_NAME = 64;
/** What the engine adds to a name: "-" and 7 random digits. */
const RANDOM_END = 8;

/** A component whose name leaves no room for the names of its own parts; the deployment would fail half way. */
export function partNameProblems(
  name: string,
  host: MediaHostArgs | undefined,
  parts: SharedParts | undefined,
): Problem[] {
  if (host?.cloudFront === undefined || parts !== undefined) return [];
  const ends = [...EDGE_FUNCTIONS, ORIGIN_ACCESS].map(({ suffix }) => suffix.length + 1);
  const most = LONGEST_NAME - RANDOM_END - Math.max(...ends);
  if (name.length <= most) return [];
  const message = `makes a function of CloudFront whose name is too long: the component's name "${name}" has ${name.length} characters; use at most ${most}, or pass the option \`cloudFrontParts: sharedCloudFrontParts()\``;
  return [{ code: "component-name-length", path: "mediaHost.cloudFront", message }];
}

/** The parts of one component. A part that changes is updated in place, so its name does not say what is in it. */
export function ownParts(name: string, child: ChildOptions): SharedParts {
  return new SharedParts({
    name: ({ suffix }) => `${name}-${suffix}`,
    options: unprotectedChild(child),
  });
}
