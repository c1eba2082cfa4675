/** Keeps the volume with Mastodon's files on Kubernetes, which the upgrade that turns S3 on would delete. */
import { KUBECTL } from "../../../runbook/helm";
import type { Step } from "../../../runbook";

export function keepVolume(): Step {
  return {
    says:
      "**Before anything else: keep the volume.** The chart has the claim only while S3 is off (`mastodon.pvc.enabled`; in mastodon/chart " +
      "while `mastodon.s3.enabled` is false). So the upgrade that turns S3 on deletes the claim, and the chart's own annotation " +
      "(`helm.sh/hook-delete-policy`) does not prevent that " +
      "([templates/pvc-system.yaml](https://github.com/mastodon/helm-charts/blob/main/charts/mastodon/templates/pvc-system.yaml)). Helm keeps a claim that has " +
      "this annotation:",
    shell:
      `${KUBECTL} annotate --overwrite pvc "$CLAIM" helm.sh/resource-policy=keep\n` +
      `kubectl patch pv "$(${KUBECTL} get pvc "$CLAIM" -o 'jsonpath={.spec.volumeName}')" -p '{"spec":{"persistentVolumeReclaimPolicy":"Retain"}}'`,
  };
}

/** Defines `volume_kept`, which must succeed before the upgrade runs. */
export const VOLUME_KEPT = `volume_kept() {
  local volume
  volume=$(${KUBECTL} get pvc "$CLAIM" -o 'jsonpath={.spec.volumeName}') &&
    ${KUBECTL} get pvc "$CLAIM" -o 'jsonpath={.metadata.annotations.helm\\.sh/resource-policy}' | grep -Fqx keep &&
    kubectl get pv "$volume" -o 'jsonpath={.spec.persistentVolumeReclaimPolicy}' | grep -Fqx Retain && return 0
  echo "Stop here: the upgrade would delete the claim $CLAIM or its volume. Paste the block that keeps the volume again." >&2
  return 1
}`;
