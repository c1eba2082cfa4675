/** The end of a move, after its clean-up or its way back. */
import { OLD_KEY_FILE } from "./between-buckets";
import { DELETE_POD, SECRET_FILE } from "./helm";
import { DeploymentKind, Direction, type RunbookInput, type Step } from "./index";
import { envBlockFile, kept } from "./session";

/** Ends the move: what only the move needed is deleted, and a later move begins with a folder of its own. */
export function endMove(input: RunbookInput): Step {
  const secrets = [envBlockFile(input), OLD_KEY_FILE, SECRET_FILE].map(kept).join(" ");
  const hasPod = input.deployment === DeploymentKind.Helm && input.direction !== Direction.S3ToS3;
  return {
    says:
      `The end of this move${hasPod ? ", outside the pod" : ""}: the keys are deleted${hasPod ? ", with the pod" : ""}, and its folder gets another name, so that a later move begins with one of its own. The settings as they were are in it, ` +
      "with secrets: delete it when you no longer need them.",
    shell: `${hasPod ? `${DELETE_POD}\n` : ""}rm -f -- ${secrets}
mv "$MOVE" "$MOVE.ended-$(date +%Y%m%d-%H%M%S)"
[ -z "$MOVE_TMP" ] || rm -rf -- "$MOVE_TMP"`,
  };
}
