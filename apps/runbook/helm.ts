/** What the runbooks of apps on Kubernetes have in common. Their shell has NAMESPACE, RELEASE, CHART and CLAIM. */
import type { RunbookInput, Step } from "./runbook";
import { backupOf } from "./settings-file";
import { envCommand, inlineCode } from "./shell";

export const KUBECTL = `kubectl -n "$NAMESPACE"`;
const POD = "media-copy";

/** Pods read their settings when they start, and a changed Secret starts none. */
export const RESTART = `${KUBECTL} rollout restart deployment -l "app.kubernetes.io/instance=$RELEASE"`;

export const helmUpgrade = (values: string): string =>
  `helm -n "$NAMESPACE" upgrade "$RELEASE" "$CHART" -f values.yaml${values} &&\n  ${RESTART}`;

/** Upgrades with the values as they were before the move. */
export const helmRestore = (input: RunbookInput): string =>
  `helm -n "$NAMESPACE" upgrade "$RELEASE" "$CHART" -f ${valuesFile(input)} &&\n  ${RESTART}`;

/** The files of the form for the chart, which are made before anything is stopped. */
export const SECRET_FILE = "secret.media-storage.yaml";
export const VALUES_FILE = "values.media-storage.yaml";

export const chartFiles = ({ facts }: RunbookInput): string[] => [
  ...(facts.writer === "role" ? [] : [SECRET_FILE]),
  VALUES_FILE,
];

export function chartFilesStep(input: RunbookInput, more = "", format = "helm"): Step {
  const commands = chartFiles(input).map((file) =>
    inlineCode(`(umask 077; ${envCommand(input, ` -f ${format} --only ${file}`)} > ${file})`),
  );
  return {
    says: `The files of the form for the chart. Make them where you run Pulumi, ${commands.join(" and ")}, and copy them to where the steps run.${more}`,
  };
}

/** Puts the Secret into the cluster, where there is one, and upgrades with the values for S3. */
export const applyChartFiles = (input: RunbookInput): string =>
  (input.facts.writer === "role" ? "" : `${KUBECTL} apply -f ${SECRET_FILE} &&\n  `) +
  helmUpgrade(` -f ${VALUES_FILE}`);

/** Files for the lines that run in the pod. */
export const copyIntoPod = (words: string[]): Step => ({
  says: "What the lines in the pod read goes into it.",
  shell: words.map((word) => `${KUBECTL} cp ${word} ${POD}:/tmp/`).join("\n"),
});

/** What the pods of the release have in their environment of these variables. */
export const runningVariables = (deployments: string, pattern: string): string =>
  `for deployment in $(${deployments}); do
  echo "$deployment" && ${KUBECTL} exec "$deployment" -- printenv < /dev/null | grep -E ${pattern}
done`;

export const valuesFile = (input: RunbookInput): string => backupOf(input, "values", ".yaml");

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
