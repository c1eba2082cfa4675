import { authentikProblems } from "../../../apps/authentik/validate";
import type { AuthentikSettings } from "../../../apps/authentik/args";
import { codesOf, type Found } from "../../validation/of";

type Rest = Partial<AuthentikSettings>;

/** The least that an authentik storage is told, and what is said on top of it. */
export function authentik(rest: Rest = {}): AuthentikSettings {
  return {
    version: "2026.5.1",
    origins: ["https://authentik.company"],
    bucket: "authentik-files",
    store: { aws: { region: "eu-central-1" } },
    ...rest,
  };
}

/** The same on Ceph, where the writer's user is somebody's own. */
export function authentikOnCeph(rest: Rest = {}): AuthentikSettings {
  return authentik({
    store: { s3: { server: "ceph", endpoint: "https://s3.example.org", region: "default" } },
    writer: {
      given: { accessKeyId: "RGWKEY", secretAccessKey: "x", principal: "arn:aws:iam:::user/authentik" },
    },
    ...rest,
  });
}

/** What is wrong with settings, as pairs that fit into a table. */
export function foundInAuthentik(settings: unknown, path = ""): Found[] {
  return codesOf(authentikProblems(settings, path));
}
