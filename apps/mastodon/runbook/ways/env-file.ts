/** Installations with a `.env.production`: systemd and Docker Compose. */
import { Direction, withLines } from "../../../../runbook";
import { enterFolder } from "../../../../runbook/session";
import {
  TOOL,
  WHOLE_FILE,
  appendTo,
  keepFile,
  previewChange,
  removeBlock,
  previewRestore,
  restoreFile,
  setBlock,
} from "../../../../runbook/settings-file";
import { ANNOUNCE, RUNNING, RUNNING_SAYS, type MastodonWay } from "./way";

export const ENV_FILE = ".env.production";

/** Steps that differ only in the command that starts the app. */
function envFileSteps(
  start: string,
): Pick<
  MastodonWay,
  | "files"
  | "neededFiles"
  | "backUp"
  | "keepSwitch"
  | "preview"
  | "applyEnv"
  | "previewRestore"
  | "restoreEnv"
  | "removeEnv"
> {
  return {
    files: () => [],
    keepSwitch: [],
    neededFiles: () => [ENV_FILE],
    backUp: () => keepFile(ENV_FILE),
    preview: (input) => [
      previewChange(input, ENV_FILE, input.direction === Direction.S3ToFile ? " --remove" : ""),
    ],
    applyEnv: (input) => ({
      says: "Replace the old settings with the new ones and start. Your own tuning stays.",
      shell: `${setBlock(input, ENV_FILE)} &&\n  ${start}`,
    }),
    previewRestore: [previewRestore(ENV_FILE)],
    restoreEnv: () => ({
      says: `Restore the old settings and start. ${WHOLE_FILE}`,
      shell: `${restoreFile(ENV_FILE)} &&\n  ${start}`,
    }),
    removeEnv: (input) => ({
      says: "Remove the settings of the block and start. If `EXTRA_MEDIA_HOSTS` had your own hosts, add them again by hand. Your own tuning (`S3_*`) stays; Mastodon does not read it without `S3_ENABLED`.",
      shell: `${removeBlock(input, ENV_FILE)} &&\n  ${start}`,
    }),
  };
}

function announceInEnvFile(restart: string): MastodonWay["announce"] {
  return (origins) => [
    {
      says: `${ANNOUNCE} If the line has other hosts already, they stay. Also add those to \`extraMediaHosts\` of the stack, because the switch replaces the line.`,
      shell: `${appendTo(ENV_FILE, "EXTRA_MEDIA_HOSTS", origins)} &&\n  ${restart}`,
    },
  ];
}

export const systemd: MastodonWay = {
  where: "Mastodon's folder on the server, as root",
  begin: (input) => withLines(enterFolder(input, "/home/mastodon/live", "Mastodon's folder"), TOOL),
  media: '"$FOLDER/public/system"',
  inside: "",
  prepare: { fromFile: [], toFile: [] },
  announce: announceInEnvFile("systemctl restart mastodon-web"),
  stop: "systemctl stop mastodon-web mastodon-sidekiq",
  ...envFileSteps(
    // A restart also starts stopped services. `reload` keeps the environment of the running master.
    "systemctl restart mastodon-web mastodon-sidekiq",
  ),
  running: {
    says: `${RUNNING_SAYS} Both services must have started after the last change of the file, because they read it only at the start.`,
    shell: `grep -E '^(${RUNNING.replaceAll(" ", "|")})=' ${ENV_FILE}
stat -c '%y %n' ${ENV_FILE}
systemctl show --no-pager --property=Id,ActiveEnterTimestamp mastodon-web mastodon-sidekiq`,
  },
  own: `chown -R mastodon: "$FILES"`,
  tootctl: (args) =>
    `su - mastodon -c 'cd "$0" && RAILS_ENV=production bin/tootctl ${args}' "$FOLDER" < /dev/null`,
  putAway: {
    says: "Move the old files away. Delete them later, when no file is missing.",
    // Not below public/, because nginx would continue to serve them.
    shell: `mv "$FILES" "$FOLDER/system.before-s3"`,
  },
};

export const compose: MastodonWay = {
  where: "the folder of `docker-compose.yml`, as root",
  begin: (input) =>
    withLines(enterFolder(input, "/home/mastodon/mastodon", "the folder of docker-compose.yml"), TOOL),
  media: '"$FOLDER/public/system"',
  inside: "",
  prepare: { fromFile: [], toFile: [] },
  announce: announceInEnvFile("docker compose up -d web"),
  stop: "docker compose stop web sidekiq",
  // `docker compose restart` does not read env_file again.
  ...envFileSteps("docker compose up -d"),
  running: {
    says: RUNNING_SAYS,
    // Without < /dev/null it would read the lines that are pasted after it.
    shell: `for service in web sidekiq; do
  echo "$service" && docker compose exec -T "$service" printenv ${RUNNING} < /dev/null
done`,
  },
  own: `chown -R 991:991 "$FILES"`,
  tootctl: (args) => `docker compose run --rm -T web bin/tootctl ${args} < /dev/null`,
  putAway: {
    says: "Move the old files away. Delete them later, when no file is missing.",
    // Not below public/, because nginx would continue to serve them.
    shell: `mv "$FILES" "$FOLDER/system.before-s3"`,
  },
};
