/** What the order that switches first needs of each way to deploy Mastodon. */
import { KUBECTL } from "../../../runbook/helm";
import { setBlock } from "../../../runbook/settings-file";
import { DeploymentKind, type BucketStorageFacts, type RunbookInput, type Step } from "../../../runbook";
import { ENV_FILE, SIDEKIQ_PODS, mastodonWay } from "./ways";
import { redirectInPod, serveFromFolder, serveFromVolume, stopServing } from "./old-files";
import { systemToMedia } from "./proxy";

export interface SwitchWay {
  /** Makes the old place serve the files, and only what is public. */
  serve(input: RunbookInput): Step[];
  /** Stops the background jobs, and waits until they have stopped. */
  stopJobs: string;
  /** Replaces the settings and restarts what people use. */
  restart(input: RunbookInput): Step;
  /** Whether the jobs are still stopped after that. */
  jobsWait: boolean;
  /** Starts the jobs, if they still wait. */
  startJobs: Step[];
  /** After the way back, Mastodon serves its files as before. */
  ownRule(facts: BucketStorageFacts): Step;
  /** Redirects the old URLs to the media host. */
  redirect(facts: BucketStorageFacts, says: string): Step;
  /** Runs `tootctl` with the settings for files. */
  tootctlOnFiles?: (args: string) => string;
}

export const switchWay = (deployment: DeploymentKind): SwitchWay => ({ systemd, compose, helm })[deployment];

const ERROR_PAGE =
  "as with every update of Mastodon, people get an error page for some seconds, in rare cases for a minute. Media are served the whole time, by nginx and the media host.";

const redirectInNginx = (facts: BucketStorageFacts, says: string): Step => ({
  says: `${says} Put this into the server block of ${facts.app.webDomain ?? ""}, instead of the \`location\` for the old files, and run \`nginx -t && nginx -s reload\`.`,
  nginx: systemToMedia(facts),
});

/** Without S3, Mastodon redirects the download of an export to /system/backups/. */
const ownRuleInNginx = ({ app }: BucketStorageFacts): Step => ({
  says: `Put your own \`location\` for the old files back into the server block of ${app.webDomain ?? ""}, and run \`nginx -t && nginx -s reload\`. Without it nobody can download a data export.`,
});

/** The command that changes the file also names the restart of everything. */
const NOT_YET =
  "Do not run the command for a restart that it prints: it would also start the background jobs.";

const systemd: SwitchWay = {
  serve: (input) => [serveFromFolder(input)],
  stopJobs: "systemctl stop mastodon-sidekiq",
  restart: (input) => ({
    says: `Replace the old settings with the new ones, and restart the web processes: ${ERROR_PAGE} ${NOT_YET}`,
    // `reload` keeps the environment of the running master.
    shell: `${setBlock(input, ENV_FILE)} &&\n  systemctl restart mastodon-web`,
  }),
  jobsWait: true,
  startJobs: [{ says: "Start the background jobs.", shell: "systemctl start mastodon-sidekiq" }],
  ownRule: ownRuleInNginx,
  redirect: redirectInNginx,
  tootctlOnFiles: (args) =>
    `su - mastodon -c 'cd "$0" && S3_ENABLED=false RAILS_ENV=production bin/tootctl ${args}' "$FOLDER" < /dev/null`,
};

const compose: SwitchWay = {
  serve: (input) => [serveFromFolder(input)],
  stopJobs: "docker compose stop sidekiq",
  restart: (input) => ({
    says: `Replace the old settings with the new ones, and recreate the web container: ${ERROR_PAGE} ${NOT_YET}`,
    // `docker compose restart` does not read env_file again.
    shell: `${setBlock(input, ENV_FILE)} &&\n  docker compose up -d web`,
  }),
  jobsWait: true,
  startJobs: [
    {
      says: "Start the background jobs, and everything else that has the new settings.",
      shell: "docker compose up -d",
    },
  ],
  ownRule: ownRuleInNginx,
  redirect: redirectInNginx,
  tootctlOnFiles: (args) =>
    `docker compose run --rm -T -e S3_ENABLED=false web bin/tootctl ${args} < /dev/null`,
};

const helm: SwitchWay = {
  serve: serveFromVolume,
  stopJobs: `PODS=$(${SIDEKIQ_PODS})
${KUBECTL} get deployment -l "app.kubernetes.io/instance=$RELEASE" -o name | grep -e '-sidekiq-' | xargs ${KUBECTL} scale --replicas=0
printf %s "$PODS" | xargs -r ${KUBECTL} wait --for=delete --timeout=5m ||
  echo "Stop here: one of these pods may still write. Paste this again." >&2`,
  restart: (input) => {
    const { says, shell = "" } = mastodonWay(DeploymentKind.Helm).applyEnv(input);
    return {
      says:
        `${says} Web pods are replaced one by one, so nobody sees an error page. The upgrade also starts the background jobs: ` +
        "a video that somebody uploads in this minute may fail to process, because its file is not in the bucket yet. It can be uploaded again.",
      shell,
    };
  },
  jobsWait: false,
  startJobs: [],
  ownRule: () => stopServing,
  redirect: redirectInPod,
};
