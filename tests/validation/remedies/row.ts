/** What the files of this folder share: the type of a row, functions that make rows, and valid settings. */
import { authentikProblems } from "../../../apps/authentik/validate";
import { mastodonProblems } from "../../../apps/mastodon/validate";
import type { ProblemCode } from "../../../validation/codes";
import type { Problem } from "../../../validation/problem";
import { authentik, authentikOnCeph } from "../../apps/authentik/fixtures";
import { mastodon, onCeph } from "../../apps/mastodon/fixtures";

export type Settings = Record<string, unknown>;

/**
 * One remedy of a message: the code, the words of the message that say what to do, the problems of invalid settings, and the
 * problems that are left after somebody followed the remedy.
 */
export type Row = [code: ProblemCode, remedy: string, before: Problem[], after: Problem[]];

/** Problems of an app with valid settings, of which `rest` replaces some. */
export const onMastodon = (rest: Settings): Problem[] => mastodonProblems({ ...mastodon(), ...rest });
export const cephMastodon = (rest: Settings): Problem[] => mastodonProblems({ ...onCeph(), ...rest });
export const onAuthentik = (rest: Settings): Problem[] => authentikProblems({ ...authentik(), ...rest });
export const cephAuthentik = (rest: Settings): Problem[] =>
  authentikProblems({ ...authentikOnCeph(), ...rest });

/** A function that makes rows about one setting, from an invalid value of it and the value after the remedy. */
export const change =
  (check: (rest: Settings) => Problem[], wrap: (value: unknown) => Settings) =>
  (code: ProblemCode, remedy: string, before: unknown, after: unknown): Row => [
    code,
    remedy,
    check(wrap(before)),
    check(wrap(after)),
  ];

export const settings = change(onMastodon, (value) => value as Settings);
export const cephSettings = change(cephMastodon, (value) => value as Settings);
export const authentikSettings = change(onAuthentik, (value) => value as Settings);
export const writer = change(onMastodon, (value) => ({ writer: value }));
export const mediaHost = change(onMastodon, (value) => ({ mediaHost: value }));

export const s3 = { server: "ceph", endpoint: "https://s3.example.org", region: "default" };
export const given = { accessKeyId: "AKIAGIVEN", secretAccessKey: "x" };
export const oneKey = { slots: ["a"], current: "a" };
export const profile = (name: string): Settings => ({ writer: { role: { roleName: "r", profile: name } } });
