/** What to do with a key of the stack's config that nothing reads. */
import { similarName } from "../validation/near-miss";

/** A key of the config that the program reads, without the namespace. */
export interface ReadKey {
  name: string;
  isSecret: boolean;
  isSet: boolean;
}

/**
 * The key that was probably meant; undefined if none is similar. A secret is never meant for a key that is stored in plain text. Keys
 * that are not set are preferred.
 */
export function meantKey(key: string, read: readonly ReadKey[]): ReadKey | undefined {
  const eligible = /secret|token/i.test(key) ? read.filter(({ isSecret }) => isSecret) : read;
  const similarIn = (keys: readonly ReadKey[]): ReadKey | undefined => {
    const name = similarName(
      key,
      keys.map((one) => one.name),
    );
    return keys.find((one) => one.name === name);
  };
  return similarIn(eligible.filter(({ isSet }) => !isSet)) ?? similarIn(eligible);
}

/** The message about an unknown key of the project's namespace. */
export function unknownKeyMessage(key: string, meant: ReadKey | undefined, project: string): string {
  const remove = `run \`pulumi config rm ${key}\``;
  if (meant !== undefined) {
    const also = meant.isSet ? ` (it is set already: ${remove})` : "";
    // Renaming a secret in plain text would publish it under the right name.
    const inPlainText =
      meant.isSecret && !meant.isSet
        ? ` Rename it if it is encrypted; otherwise remove it, create another key, and run \`pulumi config set --secret ${meant.name}\``
        : "";
    return `is unknown; did you mean ${project}:${meant.name}?${also}${inPlainText}`;
  }
  return /secret|token|password/i.test(key)
    ? `is unknown, and no instance uses such a secret; ${remove}`
    : `is unknown; move it into an instance below ${project}:instances if it is a setting of an app, or ${remove}`;
}
