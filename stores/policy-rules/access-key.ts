/** The names of users on servers whose policies name a user by its access key. */
import { meansEveryone, wholeAccount } from "../../access/evaluate/principal";
import type { FindingReason } from "../../access/lint/finding";
import type { StoreProduct } from "../store";

/** The users of such a server. */
export const accessKeyUsers = (title: string): NonNullable<StoreProduct["user"]> => ({
  example: "mastodon",
  problems(principal) {
    const mistake = accessKeyMistake(principal, title);
    if (mistake === undefined) return [];
    return [{ code: meansEveryone(principal) ? "principal-everyone" : "writer-principal", message: mistake }];
  },
  principalOf: (name) => name,
});

/** Why a policy of such a server cannot name this principal; undefined if it can. */
export function accessKeyReason(name: string, title: string): FindingReason | undefined {
  const mistake = accessKeyMistake(name, title);
  return mistake === undefined ? undefined : { code: "principal-unsupported", message: `which ${mistake}` };
}

/** Why a name cannot be the access key of a user, in the words of a message; undefined if it can. */
function accessKeyMistake(name: string, title: string): string | undefined {
  if (meansEveryone(name)) return "means everybody; set the access key of a user";
  if (name.startsWith("arn:"))
    return `is an ARN, but ${title} names a user by its access key; set the access key`;
  if (/[*?$\s]/.test(name) || wholeAccount(name) !== undefined)
    return `is not the access key of a user on ${title}; set the access key`;
  return undefined;
}
