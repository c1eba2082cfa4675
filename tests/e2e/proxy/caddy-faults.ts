/** What can be wrong with a configuration of Caddy, each as a change of its text. */
import type { ProxyFault } from "./suite";

/** Removes a line, whatever its indentation. */
const without =
  (line: string) =>
  (site: string): string =>
    site.replace(new RegExp(`^\\t*${line.replace(/[*?()[\]{}.|]/g, "\\$&")}\\n`, "m"), "");

export const faults: Record<string, ProxyFault> = {
  "methods that write are passed on": {
    red: "a method that writes is refused and reaches no server",
    of: "plain",
    change: without("error @otherMethod 405"),
  },
  "the methods are not named": {
    red: "a method that writes is refused and reaches no server",
    of: "plain",
    change: without('header @otherMethod Allow "GET, HEAD, OPTIONS"'),
  },
  "the bucket is missing in the path": {
    red: "every public prefix is served without the bucket's name in the URL",
    of: "plain",
    change: (site) => site.replace(/uri path_regexp .*/, ""),
  },
  "a prefix is missing": {
    red: "every public prefix is served without the bucket's name in the URL",
    of: "plain",
    change: (site) => site.replace("|site_uploads/", ""),
  },
  "the legacy host is asked with the bucket in the path": {
    red: "what the bucket lacks comes from the legacy host",
    of: "full",
    change: (site) => site.replace(/(uri path_regexp .* )\/system\//, "$1/"),
  },
  "the legacy host's cookies pass": {
    red: "what the bucket lacks comes from the legacy host",
    of: "full",
    change: (site) => site.replaceAll("header_down -S*", ""),
  },
};
