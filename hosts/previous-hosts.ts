/** The hostnames that served the media before and keep serving them. */
import type { MediaHostArgs } from "./args";

/** When a former hostname may go, for a host that the library creates. */
export function previousHostSteps({ previousHosts = [] }: MediaHostArgs): string[] {
  if (previousHosts.length === 0) return [];
  return [
    `${previousHosts.join(" and ")} keep${previousHosts.length === 1 ? "s" : ""} serving, because other servers store URLs for years. ` +
      "To undo a move, set hostname to the former name, list the present one in previousHosts, run `pulumi up` and apply the env block. " +
      "To remove one, set mediaHost.protect to false and run `pulumi up`, then remove it from previousHosts and run `pulumi up` again; its URLs are dead from then on.",
  ];
}
