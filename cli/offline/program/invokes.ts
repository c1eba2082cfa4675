/**
 * The results of functions (`aws.getCallerIdentity`) in an offline run. All are unknown. The protocol can only say so for the values
 * of a result's members, and does not tell their names, so those are read from the type declarations of the function's package.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { packageFolder, packageJson } from "../../project/program-place";
import { UNKNOWN, UNKNOWN_OUTPUT } from "../values";

/**
 * The result of a function. A plain call (`await aws.getCallerIdentity()`) returns an object whose members are unknown outputs, so
 * that they can be passed to resources. A call in output form (`aws.getCallerIdentityOutput()`) returns an unknown output, because
 * one member is an unknown value, and each of its members is unknown too.
 */
export function unknownResult(token: string, folder: string): Record<string, unknown> {
  const members = resultMembers(token, folder);
  return { ...Object.fromEntries(members.map((name) => [name, UNKNOWN_OUTPUT])), [UNKNOWN_MEMBER]: UNKNOWN };
}

/** Not the name of any function's member. */
const UNKNOWN_MEMBER = "unknown in an offline preview";

/** The names of the members of a function's result; none if its declaration is not found. */
export function resultMembers(token: string, folder: string): string[] {
  // `aws:ec2/getVpc:getVpc` is ec2/getVpc.d.ts, and `aws:index/getRegion:getRegion` is getRegion.d.ts.
  const [name = "", path = "", func = ""] = token.split(":");
  const [module = "", file = func] = path.split("/");
  const declared = [file, `${module}/${file}`];
  for (const sdk of packagesOf(name, folder)) {
    for (const one of module === "index" ? declared : declared.reverse()) {
      const text = textOf(join(sdk, `${one}.d.ts`)) ?? textOf(join(sdk, "bin", `${one}.d.ts`));
      const members = text === undefined ? [] : membersIn(text, func);
      if (members.length > 0) return members;
    }
  }
  return [];
}

/** The members of `export interface GetVpcResult { ... }`. */
function membersIn(declarations: string, func: string): string[] {
  const type = `${func.charAt(0).toUpperCase()}${func.slice(1)}Result`;
  const [, body = ""] =
    new RegExp(String.raw`export interface ${type} \{\n(.*?)^\}`, "ms").exec(declarations) ?? [];
  // Members of nested types are indented further.
  return [...body.matchAll(/^ {4}(?:readonly )?(\w+)\??:/gm)].map(([, name = ""]) => name);
}

/** The folders of the packages that may have a provider's functions: @pulumi's own, and dependencies that declare its name. */
function packagesOf(name: string, folder: string): string[] {
  const root = packageFolder(folder);
  const { dependencies, devDependencies } = root === undefined ? {} : packageJson(root);
  const others = Object.keys({ ...(dependencies as object), ...(devDependencies as object) });
  const own = packageIn(`@pulumi/${name}`, folder);
  const declaring = others
    .map((other) => packageIn(other, folder))
    .filter((found) => found !== undefined)
    .filter((found) => {
      const { pulumi } = packageJson(found);
      return (pulumi as { name?: unknown } | undefined)?.name === name;
    });
  return [...(own === undefined ? [] : [own]), ...declaring];
}

/** The folder of an installed package. Not resolved by Node.js, because a package need not export its package.json. */
function packageIn(name: string, folder: string): string | undefined {
  const paths = createRequire(join(folder, "program.js")).resolve.paths(name) ?? [];
  return paths.map((path) => join(path, name)).find((path) => packageFolder(path) === path);
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
