/** Steps that the runbooks on Kubernetes share. Their shell has NAMESPACE, RELEASE, CHART, DEPLOY and CLAIM. */
import type { RunbookInput, Step } from "./index";
import { shellWord } from "../env/formats/shell";
import { EACH_SESSION, envBlockFile, envCommand, inlineCode, kept, keptAs, whereOutputsAre } from "./session";

export const KUBECTL = `kubectl -n "$NAMESPACE"`;
const POD = "media-copy";
export const DELETE_POD = `${KUBECTL} delete pod ${POD} --ignore-not-found`;

/** The options of every upgrade. Without --version Helm uses the newest chart that it knows, which may have another version of the app. */
export const DEPLOY =
  "export DEPLOY=(-f values.yaml) # add every -f, --set and --version with which you deploy, so that the app does not change";

/** Pods read their settings when they start, and a changed Secret does not restart them. The old pods run until the new ones are ready. */
const RESTART = `${KUBECTL} rollout restart deployment -l "app.kubernetes.io/instance=$RELEASE" &&
  ${KUBECTL} rollout status deployment -l "app.kubernetes.io/instance=$RELEASE" --timeout=15m`;

export const helmUpgrade = (values: string): string =>
  `helm -n "$NAMESPACE" upgrade "$RELEASE" "$CHART" "\${DEPLOY[@]}"${values} &&\n  ${RESTART}`;

/** Upgrades with the values as they were before the move. */
export const HELM_RESTORE = helmUpgrade(` -f ${kept("values.yaml")}`);

/** The files for the chart, which are created before anything is stopped. */
export const SECRET_FILE = "secret.media-storage.yaml";
const VALUES_FILE = "values.media-storage.yaml";

const hasSecret = ({ facts }: RunbookInput): boolean => facts.writer.kind !== "role";

/** The same as shell words. Every later upgrade needs the values; the Secret is in the cluster then. */
export const chartFiles = (input: RunbookInput): string[] => [
  ...(hasSecret(input) ? [kept(SECRET_FILE)] : []),
  VALUES_FILE,
];

export function chartFilesStep(input: RunbookInput, more = "", format = "helm"): Step {
  const make = (file: string): string =>
    inlineCode(`(umask 077; ${envCommand(input, ` -f ${format} --only ${file}`)} > ${file})`);
  const secret = hasSecret(input) ? `${make(SECRET_FILE)} as ${keptAs(input, SECRET_FILE)}, and ` : "";
  return {
    says: `Create the files for the chart ${whereOutputsAre(input)}, and move them to the machine where the steps run: ${secret}${make(VALUES_FILE)} next to your \`values.yaml\`, where every later upgrade needs it.${more}`,
  };
}

/** Puts the Secret into the cluster, if there is one, and upgrades with the values for S3. */
export const applyChartFiles = (input: RunbookInput): string =>
  (hasSecret(input) ? `${KUBECTL} apply -f ${kept(SECRET_FILE)} &&\n  ` : "") +
  helmUpgrade(` -f ${VALUES_FILE}`);

/** Copies the files that the pod needs into it, and then defines the names and functions there. */
export function namesInPod(input: RunbookInput, lines: string[]): Step[] {
  const files = [
    envBlockFile(input),
    ...(input.facts.store.caFile === undefined ? [] : ["ca.pem"]),
    "switch.txt",
  ];
  return [
    {
      says: `${EACH_SESSION}Copy the files that the steps in the pod need into it.`,
      // Not kubectl cp, which reads the part before a colon as the name of a pod.
      shell: `for name in ${files.map(shellWord).join(" ")}; do
  [ ! -s "$MOVE/$name" ] || ${KUBECTL} exec -i ${POD} -- sh -c 'umask 077; mkdir -p /tmp/move && cat > "/tmp/move/$0"' "$name" < "$MOVE/$name"
done`,
    },
    {
      says: `${IN_POD}${EACH_SESSION}Define the same names there, and the folder with the files.`,
      // Only the pod has /ready. An idle session in the pod ends, and the prompt is then the machine's.
      shell: [
        'if [ -e /ready ]; then MOVE=/tmp/move; else echo "Stop here: this is not the pod." >&2; fi',
        ...lines,
      ].join("\n"),
    },
  ];
}

/** The list of the switch must not be only in the pod, which may not exist any more when the proofs run. */
export const KEEP_SWITCH: Step = {
  says: "Copy the list of the copied names out of the pod. The proofs need it weeks later.",
  // If there is no answer, the existing file must not become empty.
  shell: `if ${KUBECTL} exec ${POD} -- cat /tmp/move/switch.txt < /dev/null > ${kept("switch.new")} && [ -s ${kept("switch.new")} ]; then
  mv ${kept("switch.new")} ${kept("switch.txt")}
else
  echo "Stop here: the list was not copied. Paste this block again." >&2
fi`,
};

/** Prints these variables from the environment of the release's pods. */
export const runningVariables = (deployments: string, pattern: string): string =>
  `for deployment in $(${deployments}); do
  echo "$deployment" && ${KUBECTL} exec "$deployment" -- printenv < /dev/null | grep -E ${pattern}
done`;

export const KEEP_VALUES = `[ -s ${kept("values.yaml")} ] || (umask 077; helm -n "$NAMESPACE" get values "$RELEASE" -o yaml > ${kept("values.yaml")})`;

/** Begins the sentence of a step that runs in the pod. */
export const IN_POD = "In the pod. ";

/** A pod with the volume and the tools, on the same node as the pods of a component that have the volume too. */
export function copyPod(mountPath: string, component: string): Step {
  return {
    says:
      `${EACH_SESSION}Start a pod with the volume and the tools. It runs on the node of the ${component} pod, because a ReadWriteOnce claim works on only one node. ` +
      `Run the steps that begin with "In the pod" in \`kubectl -n "$NAMESPACE" exec -it ${POD} -- bash\`.`,
    shell: `NODE=$(${KUBECTL} get pod -l "app.kubernetes.io/instance=$RELEASE,app.kubernetes.io/component=${component}" -o 'jsonpath={.items[0].spec.nodeName}')
if [ "$(${KUBECTL} get pod ${POD} --ignore-not-found -o 'jsonpath={.status.phase}')" != Running ]; then
  ${DELETE_POD}
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
fi
${KUBECTL} wait --for=condition=Ready pod/${POD} --timeout=10m`,
  };
}

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
