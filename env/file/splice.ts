/** Lines of a file, and the lines that take their place. */
export interface Splice {
  start: number;
  end: number;
  text: string;
}

/** The file with all splices made; they are in its order and do not overlap. */
export function spliced(text: string, splices: readonly Splice[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const splice of splices) {
    pieces.push(text.slice(at, splice.start), splice.text);
    at = splice.end;
  }
  pieces.push(text.slice(at));
  return pieces.join("");
}
