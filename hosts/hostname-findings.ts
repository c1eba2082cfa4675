import { hostnameProblems } from "../validation/names";
import type { Finding } from "../validation/rules";
import type { MediaHostArgs } from "./args";

/** What is wrong with each hostname of a media host that is a valid name. Each message follows the hostname. */
export function eachValidHostname(
  { hostname, previousHosts = [] }: MediaHostArgs,
  findings: (hostname: string) => Finding[],
): Finding[] {
  const all: [string, string][] = [
    ["hostname", hostname],
    ...previousHosts.map((name, i): [string, string] => [`previousHosts[${i}]`, name]),
  ];
  return all
    .filter(([, name]) => hostnameProblems(name).length === 0)
    .flatMap(([path, name]) =>
      findings(name).map(({ code, message }) => ({ code, path, message: `"${name}" ${message}` })),
    );
}
