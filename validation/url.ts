/**
 * A URL's parts; undefined if it is not one. `URL.canParse` would be wrong: in Node.js 20 and 22 it refuses
 * "https://bücher.example" after some thousand calls (https://github.com/AikidoSec/firewall-node/pull/1086).
 */
export function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
