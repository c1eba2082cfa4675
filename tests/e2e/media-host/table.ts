/** What anybody who asks a media host gets: of Mastodon, of Mastodon with `access: acl`, and of authentik. */
import acl from "./requests-acl.json";
import authentik from "./requests-authentik.json";
import legacy from "./requests-legacy.json";
import mastodon from "./requests.json";

/** One request, and what it is answered. Rows that list targets ask each of them, from an empty cache. */
export interface Step {
  method?: string;
  /** Without it that of the case. `HOST` stands for the media host. */
  target?: string;
  /** `ETAG` stands for the object's. */
  headers?: Record<string, string>;
  body?: string;
  /** Without it https. */
  over?: "http" | "https";
  /** Keys that the app writes and deletes before the request. */
  put?: string;
  remove?: string;
  /** Keys whose ACLs the app sets to private and to public-read before the request. */
  hide?: string;
  show?: string;
  /** Seconds that pass before the request; `maxAge` is how long a copy is kept at most. */
  advance?: number | "maxAge";
  status: number | number[];
  /**
   * What the body is: the object at the case's path or at another key, a part of it (first byte, and the one after the last), nothing, or
   * any of these. Without it the body must show no content of any object.
   */
  content?: string | number[];
  /** The first word of X-Cache. */
  result?: string;
  /** Headers of the answer; null for one that must not be there, a text with `^` is a pattern, `LENGTH` the object's length. */
  answers?: Record<string, string | null>;
  /** The targets that the origin was asked for, `same` for the case's own, a text with `^` is a pattern. */
  origin?: string[];
  /** Headers that the origin must not get. */
  notForwarded?: string[];
}

export interface HostRow {
  name: string;
  targets: string[];
  steps: Step[];
  /** Asked of the same distribution without its functions. */
  without?: "functions";
  /** Headers that the origin adds to every answer. */
  adds?: Record<string, string>;
  /** The hostname of an origin that cannot be reached. */
  unreachable?: string;
  why: string;
}

/** One row with one of its targets. */
export interface Case extends Omit<HostRow, "targets"> {
  target: string;
}

/** A table as its file has it, one case for each target. */
export const casesOf = (table: unknown): Case[] =>
  (table as HostRow[]).flatMap(({ targets, ...row }) => targets.map((target) => ({ ...row, target })));

export const cases = casesOf(mastodon);
export const aclCases = casesOf(acl);
export const legacyCases = casesOf(legacy);
export const authentikCases = casesOf(authentik);
