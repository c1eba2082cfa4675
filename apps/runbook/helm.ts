/** What the runbooks of apps on Kubernetes have in common. Their shell has NAMESPACE, RELEASE, CHART and CLAIM. */
import { backupSuffix, type RunbookInput, type Step } from "./runbook";

export const KUBECTL = `kubectl -n "$NAMESPACE"`;
const POD = "media-copy";

/** Pods read their settings when they start, and a changed Secret starts none. */
export const RESTART = `${KUBECTL} rollout restart deployment -l "app.kubernetes.io/instance=$RELEASE"`;

export const helmUpgrade = (values: string): string =>
  `helm -n "$NAMESPACE" upgrade "$RELEASE" "$CHART" -f values.yaml${values}\n${RESTART}`;

export const valuesFile = (input: RunbookInput): string => `"values.${backupSuffix(input)}.yaml"`;

export const keepValues = (file: string): string =>
  `[ -s ${file} ] || (umask 077; helm -n "$NAMESPACE" get values "$RELEASE" -o yaml > ${file})`;

/** Begins the sentence of a step that runs in the pod. */
export const IN_POD = "In the pod. ";

/** A pod with the volume and the tools, beside the pods of a component that have the volume too. */
export function copyPod(mountPath: string, component: string): Step {
  return {
    says:
      `A pod with the volume and the tools, on the node where the ${component} pod runs, for a ReadWriteOnce claim cannot be on two. What ` +
      `is said to be "in the pod" below goes into \`kubectl -n "$NAMESPACE" exec -it ${POD} -- bash\`.`,
    shell: `NODE=$(${KUBECTL} get pod -l "app.kubernetes.io/instance=$RELEASE,app.kubernetes.io/component=${component}" -o 'jsonpath={.items[0].spec.nodeName}')
${KUBECTL} apply -f - <<MANIFEST
apiVersion: v1
kind: Pod
metadata: { name: ${POD} }
spec:
  nodeSelector: { kubernetes.io/hostname: $NODE }
  restartPolicy: Never
  containers:
    - name: copy
      image: debian:12
      command: [bash, -c, "apt-get update && apt-get install -y --no-install-recommends awscli curl && touch /ready && sleep infinity"]
      readinessProbe: { exec: { command: [cat, /ready] } }
      volumeMounts: [{ name: files, mountPath: ${mountPath} }]
  volumes:
    - { name: files, persistentVolumeClaim: { claimName: $CLAIM } }
MANIFEST
${KUBECTL} wait --for=condition=Ready pod/${POD} --timeout=10m`,
  };
}

export const DELETE_POD = `${KUBECTL} delete pod ${POD}`;

export function newVolume(says: string): Step {
  return {
    says,
    shell: `${KUBECTL} apply -f - <<MANIFEST
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: $CLAIM }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 100Gi } } }
MANIFEST`,
  };
}
