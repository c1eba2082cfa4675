import type { Problem } from "../validation/problem";

/**
 * That a package is missing, before anything is created. Packages that only some arguments need are optional peers: programs without
 * those arguments need not install them, nor does Pulumi download their plugins. They are therefore loaded only where they are used.
 */
export function missingPackageProblems(
  path: string,
  { name, major }: { name: string; major: number },
  load: () => unknown,
): Problem[] {
  try {
    load();
    return [];
  } catch (error) {
    if ((error as { code?: string }).code !== "MODULE_NOT_FOUND") throw error;
    const message = `needs the package ${name}, which is not installed; run \`npm install ${name}@${major}\``;
    return [{ code: "package-missing", path, message }];
  }
}
