/** The names of users on servers whose policies name a user by its access key. */
import { meansEveryone, wholeAccount } from "../../access/evaluate/principal";

/** Why a name cannot be the access key of a user, in the words of a message; undefined if it can. */
export function accessKeyMistake(name: string, title: string): string | undefined {
  if (meansEveryone(name)) return "means everybody; set the access key of a user";
  if (name.startsWith("arn:"))
    return `is an ARN, but ${title} names a user by its access key; set the access key`;
  if (/[*?$\s]/.test(name) || wholeAccount(name) !== undefined)
    return `is not the access key of a user on ${title}; set the access key`;
  return undefined;
}
