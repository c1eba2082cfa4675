/** What is wrong with where a bucket is to live. */
import { ownMember } from "../validation/own-member";
import { at, type Problem } from "../validation/problem";
import { known, map } from "../validation/shape";
import { AZURE, isAzure } from "./azure";
import { STORE_KINDS, STORE_DEFINITIONS } from "./index";

export function storeProblems(store: unknown, path: string): Problem[] {
  return map(path, store, (members) => {
    const isDefined = (name: string): boolean => ownMember(members, name) !== undefined;
    const azure = Object.keys(members).filter((name) => isAzure(name) && isDefined(name));
    const strange = [
      ...azure.map((name): Problem => ({ ...AZURE, path: at(path, name) })),
      ...known(path, members, [...STORE_KINDS, ...azure]),
    ];
    const set = STORE_KINDS.filter((kind) => members[kind] !== undefined);
    const problems = [
      ...strange,
      ...STORE_KINDS.flatMap((kind) => STORE_DEFINITIONS[kind].problems(members[kind], at(path, kind))),
    ];
    // An unknown member is already reported, and is probably a misspelling of the missing one.
    if (set.length === 0 && strange.length === 0) {
      const message =
        'does not set where the bucket is; set `aws: { region: "eu-central-1" }`, or `s3:` for an S3-compatible server';
      problems.push({ code: "store-missing", path, message });
    }
    if (set.length > 1) {
      problems.push({
        code: "store-both",
        path,
        message: `sets ${set.join(" and ")}; set exactly one of them`,
      });
    }
    return problems;
  });
}
