/** What a reader of a runbook copies out of it. */

export interface ShellBlock {
  /** The title of its section. */
  section: string;
  /** The paragraph before it. */
  says: string;
  shell: string;
}

/** The blocks of a language, in their order. */
export function blocks(text: string, language: string): ShellBlock[] {
  const found: ShellBlock[] = [];
  let section = "";
  for (const [, title, says = "", kind, shell = ""] of text.matchAll(
    /^## (.+)$|(?:^(.+)\n\n)?^```(\w+)\n([\s\S]*?)\n```$/gm,
  )) {
    if (title !== undefined) section = title;
    else if (kind === language) found.push({ section, says, shell });
  }
  return found;
}

export const shellBlocks = (text: string): ShellBlock[] => blocks(text, "bash");

/** The blocks as the scripts that they are: those of the shell, and those that go into the pod. */
export function placesOf(text: string): string[] {
  const all = shellBlocks(text);
  const isInside = ({ says }: ShellBlock): boolean => says.startsWith("In the pod.");
  return [all.filter((block) => !isInside(block)), all.filter(isInside)]
    .filter((some) => some.length > 0)
    .map((some) => some.map(({ shell }) => shell).join("\n"));
}
