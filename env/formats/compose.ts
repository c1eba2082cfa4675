import { Alias, Scalar, YAMLSeq, type Node, type YAMLMap } from "yaml";
import { ownMember } from "../../validation/own-member";
import { CA_FILE_VARIABLES } from "../ca-file";
import { checkEntries, valueProblem } from "../check-entries";
import { dotenv } from "./dotenv";
import type { EnvEntry } from "../entry";
import { mapOf, member, quoted, yamlText } from "./yaml";

/** How an app's docker compose project gets its environment. */
export interface ComposeTarget {
  /** The services that get the variables, at least one. */
  services: string[];
  /**
   * The names in the project's `.env` for variables that have another name there: variables that the project's own compose file
   * reads, and secrets that need a special name (compose prefers the shell's `AWS_ACCESS_KEY_ID` to the one in `.env`). All
   * other secrets keep their name in `.env`. Everything else is in the overlay.
   */
  envFileNames: Record<string, string>;
}

/**
 * The block as a docker compose overlay: `services.<name>.environment`, which overrides `env_file` and is merged with the
 * project's own `environment`. It contains no secrets: it refers to the `.env` of `composeEnvFile`, and compose stops if one is
 * missing. For a value that it cannot contain, throws an error with the name and without the value.
 */
export function composeOverlay(title: string, entries: EnvEntry[], target: ComposeTarget): string {
  checkEntries(entries, valueProblem);
  const environment = mapOf(
    entries.map((entry) => {
      const name = envFileName(entry, target);
      // An empty credential is worse than none, and compose replaces a missing variable by an empty value.
      const value =
        name === undefined ? escaped(entry.value) : `\${${name}:?is not set, write it in the file .env}`;
      return member(entry.name, quoted(value), entry.comment);
    }),
  );
  const volumes = mounts(entries);
  // One list for all services, so that a later edit changes all of them.
  const isShared = target.services.length > 1;
  const services = target.services.map((service, i) => {
    const node = (value: YAMLMap | YAMLSeq, name: string): Node => {
      if (isShared) value.anchor = name;
      return i === 0 ? value : new Alias(name);
    };
    const members = [member("environment", node(environment, "media-storage"))];
    if (volumes.items.length > 0) members.push(member("volumes", node(volumes, "media-storage-files")));
    return member(service, mapOf(members));
  });
  return yamlText(title, mapOf([member("services", mapOf(services))]));
}

/**
 * The overlay's variables in the project's `.env`, as dotenv text; undefined if there are none. For a value that it cannot
 * contain, throws an error with the name and without the value.
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

/**
 * Mounts the files that the containers need at the same path, so that a variable is right in both. Uses the long form, in which
 * docker does not create a folder if the file is missing: https://docs.docker.com/reference/compose-file/services/#volumes
 */
function mounts(entries: EnvEntry[]): YAMLSeq {
  const names: string[] = Object.values(CA_FILE_VARIABLES);
  const list = new YAMLSeq();
  list.items = entries
    .filter(({ name }) => names.includes(name))
    .map(({ value }) =>
      mapOf([
        member("type", quoted("bind")),
        member("source", quoted(escaped(value))),
        member("target", quoted(escaped(value))),
        member("read_only", new Scalar(true)),
        member("bind", mapOf([member("create_host_path", new Scalar(false))])),
      ]),
    );
  return list;
}

function envFileName({ name, value, secret }: EnvEntry, { envFileNames }: ComposeTarget): string | undefined {
  // Values that the overlay refers to must not be empty.
  if (value === "" && !secret) return undefined;
  return ownMember(envFileNames, name) ?? (secret ? name : undefined);
}

/** Escapes `$` as `$$` (https://docs.docker.com/reference/compose-file/interpolation/). */
function escaped(value: string): string {
  return value.replace(/\$/g, "$$$$");
}
