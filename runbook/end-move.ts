/** The end of a move, after its clean-up or its way back. */
import { OLD_KEY_FILE } from "./between-buckets";
import { DELETE_POD, SECRET_FILE } from "./helm";
import { DeploymentKind, Direction, type RunbookInput, type Step } from "./index";
import { envBlockFile, kept } from "./session";

/** Ends the move: deletes what only this move needed, and renames its folder, so that a later move gets a new one. */
export function endMove(input: RunbookInput): Step {
  const secrets = [envBlockFile(input), OLD_KEY_FILE, SECRET_FILE].map(kept).join(" ");
  const hasPod = input.deployment === DeploymentKind.Helm && input.direction !== Direction.S3ToS3;
  return {
    says:
      `End this move${hasPod ? ", outside the pod" : ""}. This deletes the keys${hasPod ? " and the pod" : ""}, and renames the folder of the move, so that a later move gets a new one. The folder contains your old settings ` +
      "with their secrets: delete it when you no longer need them.",
    shell: `${hasPod ? `${DELETE_POD}\n` : ""}rm -f -- ${secrets}
mv "$MOVE" "$MOVE.ended-$(date +%Y%m%d-%H%M%S)"
[ -z "$MOVE_TMP" ] || rm -rf -- "$MOVE_TMP"`,
  };
}
