import type { EnvDeployment } from "../../env/deployment";
import { authentikHelmValues } from "./helm";

/** authentik's compose file gives `.env` to both services. */
export const AUTHENTIK_DEPLOYMENT: EnvDeployment = {
  envFile: ".env",
  compose: { services: ["server", "worker"], envFileNames: {} },
  helmValues: authentikHelmValues,
};
