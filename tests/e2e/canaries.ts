/** A shorter canary could turn up by chance, above all in base64. */
const SHORTEST = 12;

/**
 * Says where a planted secret stands for anybody to read: one line for every canary and source that has it, in plain
 * text or in a form that anybody can undo. The lines number the canaries and do not repeat them.
 */
export function findPlaintext(canaries: string[], sources: Record<string, string>): string[] {
  return canaries.flatMap((canary, index) => {
    if (canary.length < SHORTEST)
      throw new Error(`canary ${index + 1} is shorter than ${SHORTEST} characters`);
    const forms = Object.entries(formsOf(canary));
    return Object.entries(sources).flatMap(([source, text]) => {
      const form = forms.find(([, texts]) => texts.some((searched) => text.includes(searched)));
      return form ? [`${source}: canary ${index + 1} ${form[0]}`] : [];
    });
  });
}

function formsOf(canary: string): Record<string, string[]> {
  const url = encodeURIComponent(canary);
  const base64 = [0, 1, 2].map((offset) => base64Inside(canary, offset));
  return {
    "in plain text": [canary, JSON.stringify(canary).slice(1, -1)],
    "URL-encoded": [url, url.replace(/%../g, (escape) => escape.toLowerCase()), url.replaceAll("%20", "+")],
    "in base64": [...base64, ...base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_"))],
  };
}

/**
 * The characters that every base64 text has whose bytes contain the canary at that offset (modulo 3): a secret is
 * rarely encoded alone, but with the block of text around it. Those at the edges depend on its neighbours.
 */
function base64Inside(canary: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(canary)]);
  return bytes.toString("base64").slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6));
}
