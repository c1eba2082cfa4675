/** The request by which an app purges a file from a media host's cache: a GET of the file's public URL, with a secret. */
import { slotRules } from "../validation/slots";
import type { Rules } from "../validation/rules";
import { PurgeSlot, type PurgeArgs } from "./args";

/** The header that has the secret. A proxy treats its name as case-insensitive. */
export const PURGE_HEADER = "Media-Purge-Secret";

/** The method PURGE is refused by proxies that allow only GET, such as that of Mastodon's documentation, and a GET fills the cache again. */
export const PURGE_METHOD = "GET";

/** The bytes of a secret, which is written as twice as many characters of 0-9 and a-f: no server or shell gives one of them a meaning. */
export const PURGE_SECRET_BYTES = 32;

/** Whether a text is a secret as this library makes them. */
export const isPurgeSecret = (text: string): boolean =>
  text.length === 2 * PURGE_SECRET_BYTES && /^[0-9a-f]+$/.test(text);

/** The header and the slots whose secrets a host accepts, without the secrets. */
export interface Purge {
  header: string;
  slots: PurgeSlot[];
  /** The slot whose secret the app sends. */
  current: PurgeSlot;
}

/** The default is one secret, in slot a. */
export function purgeOf({ slots = [PurgeSlot.A], current = PurgeSlot.A }: PurgeArgs): Purge {
  return { header: PURGE_HEADER, slots, current };
}

export const PURGE_RULES: Rules<PurgeArgs> = slotRules(PurgeSlot.A);
