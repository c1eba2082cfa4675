/** Lines of a file, and their replacement. */
export interface Splice {
  start: number;
  end: number;
  text: string;
}

/** Applies all splices. They must be in order and must not overlap. */
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
