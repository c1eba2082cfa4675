/** An error answer of R2's S3 API: the caller gets it as XML. */
export class R2Error extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  /** The body. R2 escapes quotes too. */
  get xml(): string {
    return `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${this.code}</Code><Message>${escape(this.message)}</Message></Error>`;
  }
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** R2's answer to everything that it knows but does not have. */
export function notImplemented(what: string): R2Error {
  return new R2Error(501, "NotImplemented", `${what} not implemented`);
}
