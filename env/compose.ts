import { Alias } from "yaml";
import { ownMember } from "../problems/own-member";
import { checkEntries, valueProblem } from "./check";
import { dotenv } from "./dotenv";
import type { EnvEntry } from "./entry";
import { mapOf, member, quoted, yamlText } from "./yaml";

/** Where an app's docker compose project takes its environment from. */
export interface ComposeTarget {
  /** The services that get the variables, at least one. */
  services: string[];
  /**
   * The variables whose values stand in the project's `.env`, and under which name: those that the project's own file
   * takes from there, and secrets whose name is an operator's own (compose prefers the shell's `AWS_ACCESS_KEY_ID` to
   * that in `.env`). Any other secret stands there under its own name, everything else in the overlay.
   */
  envFileNames: Record<string, string>;
}

/**
 * The block as a docker compose overlay: `services.<name>.environment`, which wins over `env_file` and merges with what the
 * project says there. No secret is in it: those are taken from the `.env` of `composeEnvFile`, and compose stops where
 * one is missing. Throws an error that names, never shows, a value it cannot carry.
 */
export function composeOverlay(title: string, entries: EnvEntry[], target: ComposeTarget): string {
  checkEntries(entries, valueProblem);
  const environment = mapOf(
    entries.map((entry) => {
      const name = envFileName(entry, target);
      // A blank credential is worse than none, and compose makes a variable that it does not find a blank one.
      const value =
        name === undefined ? escaped(entry.value) : `\${${name}:?is not set, write it in the file .env}`;
      return member(entry.name, quoted(value), entry.comment);
    }),
  );
  // One list for all services, so that a later edit cannot make them differ.
  if (target.services.length > 1) environment.anchor = "media-storage";
  const services = target.services.map((service, i) =>
    member(service, mapOf([member("environment", i === 0 ? environment : new Alias("media-storage"))])),
  );
  return yamlText(title, mapOf([member("services", mapOf(services))]));
}

/**
 * What the overlay takes from the project's `.env`, as dotenv text; undefined where it takes nothing. Throws an error
 * that names, never shows, a value it cannot carry.
 */
export function composeEnvFile(
  title: string,
  entries: EnvEntry[],
  target: ComposeTarget,
): string | undefined {
  const lines = entries.flatMap((entry) => {
    const name = envFileName(entry, target);
    return name === undefined ? [] : [{ ...entry, name }];
  });
  return lines.length === 0 ? undefined : dotenv(title, lines);
}

function envFileName({ name, value, secret }: EnvEntry, { envFileNames }: ComposeTarget): string | undefined {
  // What the overlay asks for must not be empty.
  if (value === "" && !secret) return undefined;
  return ownMember(envFileNames, name) ?? (secret ? name : undefined);
}

/** https://docs.docker.com/reference/compose-file/interpolation/: `$$` is a `$`, in every value. */
function escaped(value: string): string {
  return value.replace(/\$/g, "$$$$");
}
