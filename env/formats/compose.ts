import { Alias, Scalar, YAMLSeq, type Node, type YAMLMap } from "yaml";
import { ownMember } from "../../validation/own-member";
import { CA_FILE_VARIABLES } from "../ca-file";
import { checkEntries, valueProblem } from "../check";
import { dotenv } from "./dotenv";
import type { EnvEntry } from "../entry";
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
  const volumes = mounts(entries);
  // One list for all services, so that a later edit cannot make them differ.
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

/**
 * The files that the containers need from the host, at the same path, so that a variable is right in both. The long form, in
 * which docker does not make a folder where the file is missing: https://docs.docker.com/reference/compose-file/services/#volumes
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
  // What the overlay asks for must not be empty.
  if (value === "" && !secret) return undefined;
  return ownMember(envFileNames, name) ?? (secret ? name : undefined);
}

/** https://docs.docker.com/reference/compose-file/interpolation/: `$$` is a `$`, in every value. */
function escaped(value: string): string {
  return value.replace(/\$/g, "$$$$");
}
