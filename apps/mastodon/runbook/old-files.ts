/** How the old files are served during a move that switches first: only what is public, and also while Mastodon restarts. */
import { shellWord } from "../../../env/formats/shell";
import { KUBECTL } from "../../../runbook/helm";
import type { BucketStorageFacts, RunbookInput, Step } from "../../../runbook";
import { servedPrefixes } from "./fallback";
import { systemToMedia } from "./proxy";

/** The path of the old files at the web domain, and its slashes. */
const pathOf = ({ mediaHost }: BucketStorageFacts): string =>
  `/${mediaHost?.legacy?.path ?? ""}/`.replace("//", "/");

const hostnameOf = ({ mediaHost }: BucketStorageFacts): string => mediaHost?.legacy?.hostname ?? "";

/**
 * Rules for nginx. Mastodon's own dist/nginx.conf serves every file, data exports too, with these headers. Without them an uploaded HTML
 * or SVG file could run scripts on the web domain, where people are signed in. `return` of the outer location is not for requests that
 * the inner one serves.
 */
export function serveOldFiles(facts: BucketStorageFacts, files: string): string {
  const path = pathOf(facts);
  const prefixes = servedPrefixes(facts).map((prefix) => prefix.slice(0, -1));
  return `location ^~ ${path} {
  location ~ ^${path.replaceAll(".", "\\.")}((?:${prefixes.join("|")})/.*)$ {
    alias "${files}/$1";
    add_header Cache-Control "public, max-age=2419200, immutable";
    add_header X-Content-Type-Options nosniff;
    add_header Content-Security-Policy "default-src 'none'; form-action 'none'";
  }
  return 404;
}`;
}

/** Lines for a here-document in which the shell substitutes nothing but FILES. */
const literal = (lines: string): string => lines.replace(/\$(?!FILES\b)/g, "\\$");

/** nginx on the machine with the files. The block prints the rules, because only the shell knows the folder. */
export const serveFromFolder = ({ facts }: RunbookInput): Step => ({
  says:
    `Put the lines that this prints into the server block of ${hostnameOf(facts)}, instead of its \`location\` for \`${pathOf(facts)}\`, and run \`nginx -t && nginx -s reload\`. ` +
    "nginx then serves the old files itself, also while Mastodon restarts, and only what is public. Mastodon's own `dist/nginx.conf` serves data exports (`backups/`) to everyone who has the URL: " +
    "from now until the switch nobody can download an export. " +
    `If ${hostnameOf(facts)} sends Strict-Transport-Security today, copy that \`add_header\` line into the inner \`location\` too, because nginx does not inherit it there. ` +
    "Configure the same in another web server.",
  shell: `cat <<NGINX\n${literal(serveOldFiles(facts, "$FILES"))}\nNGINX`,
});

/** On Kubernetes: the pod that serves the old files, and what belongs to it. */
const NAME = "media-files";

/**
 * nginx reads its rules only when it starts, so a change of the rules needs a new pod. NODE is that of the copy, because a
 * ReadWriteOnce claim works on only one.
 */
const serving = (rules: string, { volume }: { volume: boolean }): string => `${KUBECTL} apply -f - <<MANIFEST
apiVersion: v1
kind: ConfigMap
metadata: { name: ${NAME} }
data:
  default.conf: |
    server {
      listen 8080;
${literal(rules).replace(/^/gm, "      ")}
    }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${NAME} }
spec:
  selector: { matchLabels: { app: ${NAME} } }
  template:
    metadata: { labels: { app: ${NAME} } }
    spec:${volume ? "\n      nodeSelector: { kubernetes.io/hostname: $NODE }" : ""}
      containers:
        - name: nginx
          image: nginx:stable
          readinessProbe: { tcpSocket: { port: 8080 } }
          volumeMounts:
            - { name: rules, mountPath: /etc/nginx/conf.d }${volume ? "\n            - { name: files, mountPath: /files, readOnly: true }" : ""}
      volumes:
        - { name: rules, configMap: { name: ${NAME} } }${volume ? "\n        - { name: files, persistentVolumeClaim: { claimName: $CLAIM, readOnly: true } }" : ""}
MANIFEST
${KUBECTL} rollout restart deployment ${NAME} && ${KUBECTL} rollout status deployment ${NAME} --timeout=5m`;

/** The hostname's own Ingress has its certificate and class. */
const ingress = (facts: BucketStorageFacts): string => `${KUBECTL} apply -f - <<MANIFEST
apiVersion: v1
kind: Service
metadata: { name: ${NAME} }
spec: { selector: { app: ${NAME} }, ports: [{ port: 80, targetPort: 8080 }] }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ${NAME} }
spec:
  ingressClassName: $(${KUBECTL} get ingress "$FULLNAME" -o 'jsonpath={.spec.ingressClassName}')
  rules:
    - host: ${hostnameOf(facts)}
      http:
        paths: [{ path: ${pathOf(facts)}, pathType: Prefix, backend: { service: { name: ${NAME}, port: { number: 80 } } } }]
MANIFEST`;

/** A path that only the pod answers. Until the switch the web pods serve the old files too, so a file proves nothing. */
const PROBE = "media-storage-probe";

/** The pod's rules: the files, and the answer that proves that requests reach the pod. */
export const podRules = (facts: BucketStorageFacts): string =>
  `${serveOldFiles(facts, "/files")}\nlocation = ${pathOf(facts)}${PROBE} { return 200 "${NAME}"; }`;

/** Prints whether requests reach the pod. */
export function checkPod(facts: BucketStorageFacts): string {
  const url = `https://${hostnameOf(facts)}${pathOf(facts)}${PROBE}`;
  return `if [ "$(curl -sSg ${shellWord(url)})" = ${NAME} ]; then
  echo "OK: the pod serves the old files"
else
  echo "STOP: ${url} is not answered by the pod ${NAME}." >&2
fi`;
}

export const serveFromVolume = ({ facts }: RunbookInput): Step[] => [
  {
    says:
      `Start a pod that serves the old files at ${hostnameOf(facts)}: the upgrade that turns S3 on takes the volume away from the web pods, which serve them today. ` +
      "The pod serves only what is public, so from now until the switch nobody can download a data export.",
    shell: serving(podRules(facts), { volume: true }),
  },
  {
    says:
      `Send requests below \`${pathOf(facts)}\` to this pod. This needs an Ingress controller that joins the Ingress objects of one hostname, as ingress-nginx and Traefik do. ` +
      "With another one, or with an HTTPRoute, add the path there.",
    shell: ingress(facts),
  },
  {
    says:
      "Check that requests reach this pod. The Ingress controller may need a minute. **Continue only when it prints OK.** If requests still reach the web pods, " +
      "these serve the old files until the switch, and after it readers get 404 for every old file.",
    shell: checkPod(facts),
  },
];

/** The redirect of the old URLs, when the media host serves only the bucket. */
export const redirectInPod = (facts: BucketStorageFacts, says: string): Step => ({
  says: `${says} The pod that serves the old files now redirects, and does not need the volume any more.`,
  shell: serving(systemToMedia(facts), { volume: false }),
});

export const stopServing: Step = {
  says: "Delete the pod that serves the old files: the web pods serve them again. As long as it exists, nobody can download a data export.",
  shell: `${KUBECTL} delete ingress,service,deployment,configmap ${NAME} --ignore-not-found`,
};
