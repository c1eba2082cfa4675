/** What a printed env block says by itself, where there is no stack to ask. */
import { kindOfPlace } from "../stores/place";
import type { KnownFacts } from "../storage/env-file";
import { WriterKind } from "../storage/facts";
import { APP_ENVS } from "./app-envs";
import { APP_NAMES, type AppName } from "./names";

/** Names of credentials, by their last word. */
const SECRET = /(KEY|KEY_ID|SECRET|TOKEN|PASSWORD|PROFILE)$/;

/** The app that a block is for, by its title or else by its variables; undefined if they name none, or several. */
export function appOfBlock(title: string, names: readonly string[]): AppName | undefined {
  const titled = APP_NAMES.filter((app) => APP_ENVS[app].block.title.test(title));
  const found =
    titled.length > 0
      ? titled
      : APP_NAMES.filter((app) => names.some((name) => APP_ENVS[app].block.own.test(name)));
  return found.length === 1 ? found[0] : undefined;
}

/** Whether the value of a variable may be shown. */
export function isPlainVariable(app: AppName, name: string): boolean {
  return APP_ENVS[app].block.plain.test(name) && !SECRET.test(name);
}

/** Whether these are all variables of a block: only then do missing ones mean something. */
export function isWholeBlock(app: AppName, names: readonly string[]): boolean {
  return names.some((name) => APP_ENVS[app].block.bucket.test(name));
}

/** The facts that follow from a whole block. */
export function factsOfBlock(app: AppName, title: string, values: ReadonlyMap<string, string>): KnownFacts {
  const names = [...values.keys()];
  const endpoint = names.find((name) => /(^|_)(S3_ENDPOINT|S3__ENDPOINT)$/.test(name));
  const keys = names.some((name) => SECRET.test(name));
  return {
    app: { name: app, ...APP_ENVS[app].block.facts?.(title, names) },
    store: { kind: kindOfPlace(endpoint === undefined ? {} : { endpoint }) },
    writer: { kind: keys ? WriterKind.Given : WriterKind.Role },
  };
}
