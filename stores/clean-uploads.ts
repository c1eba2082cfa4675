import { shellWord } from "../env/formats/shell";
import type { Store, UploadRule } from "./store";

/**
 * The step that deletes unfinished uploads on a server that has no rule for it: a command of rclone, to be repeated
 * (https://rclone.org/s3/#cleanup).
 */
export function cleanUploadsWithRclone(bucket: string, store: Store, { days }: UploadRule): string {
  const { endpoint = "", region, pathStyle, rcloneProvider } = store;
  const remote = [
    ":s3",
    `provider=${rcloneProvider}`,
    "env_auth=true",
    `endpoint="${endpoint}"`,
    `region=${region}`,
    ...(pathStyle ? [] : ["force_path_style=false"]),
  ];
  // rclone 1.60 stops if AWS_CA_BUNDLE is set, and has an option of its own.
  const rclone = 'env -u AWS_CA_BUNDLE rclone ${AWS_CA_BUNDLE:+--ca-cert "$AWS_CA_BUNDLE"}';
  return (
    "Delete them once a day, with the key of the bucket's owner in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY:\n" +
    `    ${rclone} backend cleanup ${shellWord(`${remote.join(",")}:${bucket}`)} -o max-age=${days}d`
  );
}
