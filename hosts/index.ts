/** The media hosts: the kinds that the `mediaHost` argument can be. */
import { hostnameProblems } from "../validation/names";
import { at, type Problem } from "../validation/problem";
import * as shapes from "../validation/argument-shapes";
import { argsProblems, nested, type Rules } from "../validation/rules";
import { isMap } from "../validation/shape";
import { hasUnknownMembers } from "../validation/sound-part";
import type { MediaHostArgs, MediaHostKinds } from "./args";
import { external } from "./external";
import type { Host, HostKind, HostDefinition } from "./host";

/** The kinds of media host. A member of `MediaHostKinds` without a row is a type error. */
export const HOST_DEFINITIONS: { [K in HostKind]: HostDefinition<NonNullable<MediaHostKinds[K]>> } = {
  external,
};

export const HOST_KINDS = Object.keys(HOST_DEFINITIONS) as HostKind[];

/** What serves the host: the name of the member that is set, of args in which `mediaHostProblems` finds nothing. */
export function hostKindOf(host: MediaHostArgs): HostKind {
  const kind = HOST_KINDS.find((name) => host[name] !== undefined);
  if (kind === undefined)
    throw new Error("bug: nothing serves the host, although mediaHostProblems found nothing");
  return kind;
}

/** The host of args in which `mediaHostProblems` finds nothing. */
export function hostOf(args: MediaHostArgs): Host {
  const kind = hostKindOf(args);
  return { kind, ...HOST_DEFINITIONS[kind].open(args.hostname, args[kind] ?? {}) };
}

/** Host and path as they stand between the scheme and the key in a media URL. */
export function hostAndPath({ hostname, path }: Host): string {
  return path === undefined ? hostname : `${hostname}/${path}`;
}

/** The rules about a media host. Those about how it fits the app are the app's. */
export const MEDIA_HOST_RULES: Rules<MediaHostArgs> = [
  { at: "hostname", reasons: hostnameProblems },
  ...HOST_KINDS.map((kind) => nested<MediaHostArgs>(kind, HOST_DEFINITIONS[kind].rules)),
  {
    at: "",
    code: "media-host-missing",
    // An unknown member is already reported, and is probably a misspelling of the missing one.
    when: (host) => HOST_KINDS.every((kind) => host[kind] === undefined) && !hasUnknownMembers(host),
    message: "does not set what serves the host; set `external: {}` for your own proxy",
  },
];

/** All problems of a media host, which may be anything. */
export function mediaHostProblems(host: unknown, path: string): Problem[] {
  return argsProblems({ shape: shapes.MediaHostArgs, rules: MEDIA_HOST_RULES }, host, path);
}

/** The members that only matter for presigned URLs, on the host of an app whose media is public. */
export function unusedSigningProblems(host: unknown, path: string, app: string): Problem[] {
  const external = isMap(host) ? host["external"] : undefined;
  if (!isMap(external)) return [];
  return (["signing", "https"] as const)
    .filter((member) => external[member] !== undefined)
    .map((member) => ({
      code: "media-host-unsigned",
      path: at(path, `external.${member}`),
      message: `is only used for presigned URLs, but ${app}'s media host serves public files over https; remove it`,
    }));
}
