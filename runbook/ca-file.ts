/** The certificate of the store's own authority, on the machine or in the pod where the steps run. */
import { shellWord } from "../env/formats/shell";
import { DeploymentKind, type RunbookInput, type Step } from "./index";
import { kept, keptAs } from "./session";

/**
 * That file as a shell word, if the store has its own authority. On Kubernetes the path in the config is a path in the app's
 * container, which does not exist on this machine or in the pod of the copy.
 */
function caFile({ facts, deployment }: RunbookInput): string | undefined {
  if (facts.store.caFile === undefined) return undefined;
  return deployment === DeploymentKind.Helm ? kept("ca.pem") : shellWord(facts.store.caFile);
}

/** That file as a shell word, if the steps need it. */
export function neededCaFile(input: RunbookInput): string[] {
  const file = caFile(input);
  return file === undefined ? [] : [file];
}

/** The step that copies the certificate to the machine, if the app does not already have it there. */
export function caFileStep(input: RunbookInput): Step[] {
  if (input.facts.store.caFile === undefined || input.deployment !== DeploymentKind.Helm) return [];
  return [
    {
      says: `Copy the certificate of the store's authority (\`caFile\` of the config) to ${keptAs(input, "ca.pem")} on the machine where the steps run.`,
    },
  ];
}

/** The file that all tools read if the store has its own authority. */
export const AUTHORITIES = "$MOVE_TMP/ca.pem";

/**
 * Creates that file. It has the store's authority and the machine's, because a tool's own setting replaces the machine's
 * authorities. curl has no other settings of this runbook, so it reads the file in the whole session.
 */
export function authorities(input: RunbookInput): string[] {
  return neededCaFile(input).flatMap((file) => [
    `cat ${file} > "${AUTHORITIES}"`,
    "for file in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt; do",
    `  [ ! -r "$file" ] || cat "$file" >> "${AUTHORITIES}"`,
    "done",
    `export CURL_CA_BUNDLE=${AUTHORITIES}`,
  ]);
}
