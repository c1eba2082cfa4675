/** What can be wrong with a configuration of nginx, each as a change of its text. */
import type { ProxyFault } from "./suite";

export const faults: Record<string, ProxyFault> = {
  "methods that write are passed on": {
    red: "a method that writes is refused and reaches no server",
    of: "plain",
    change: (site) => site.replace("^(GET|HEAD|OPTIONS)$", "^(GET|HEAD|OPTIONS|DELETE)$"),
  },
};
