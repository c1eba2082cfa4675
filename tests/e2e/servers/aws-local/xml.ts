/** An element of an XML document. Attributes are left out: AWS's REST APIs use none that matters. */
export interface Xml {
  name: string;
  children: Xml[];
  /** Of an element without children. */
  text: string;
}

const TOKEN = /<\?[^>]*\?>|<!--[\s\S]*?-->|<(\/?)([\w:.-]+)[^>]*?(\/?)>|[^<]+/g;
const ENTITIES: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** The root element of a document that an AWS client has written; undefined if it is not well-formed. */
export function parseXml(document: string): Xml | undefined {
  const top: Xml = { name: "", children: [], text: "" };
  const open = [top];
  for (const [token, end, name, empty] of document.matchAll(TOKEN)) {
    const current = open[open.length - 1]!;
    if (name === undefined) {
      if (!token.startsWith("<")) current.text += decode(token);
    } else if (end) {
      if (current.name !== name || open.length === 1) return undefined;
      open.pop();
    } else {
      const element: Xml = { name, children: [], text: "" };
      current.children.push(element);
      if (!empty) open.push(element);
    }
  }
  return open.length === 1 && top.children.length === 1 ? top.children[0] : undefined;
}

function decode(text: string): string {
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole: string, hex, decimal, name: string) => {
    if (hex || decimal) return String.fromCodePoint(parseInt(String(hex ?? decimal), hex ? 16 : 10));
    return ENTITIES[name] ?? whole;
  });
}

const encode = (text: string): string =>
  text.replace(/[<>&]/g, (character) => ({ "<": "&lt;", ">": "&gt;", "&": "&amp;" })[character]!);

export function writeXml({ name, children, text }: Xml, namespace?: string): string {
  const start = namespace === undefined ? name : `${name} xmlns="${namespace}"`;
  return `<${start}>${children.length ? children.map((child) => writeXml(child)).join("") : encode(text)}</${name}>`;
}

/** An element with a text, or with children; undefined ones are left out. */
export function element(name: string, ...content: (Xml | undefined)[] | [string | number | boolean]): Xml {
  const [first] = content;
  if (first !== undefined && typeof first !== "object") return { name, children: [], text: String(first) };
  const children = (content as (Xml | undefined)[]).filter((child) => child !== undefined);
  return { name, children, text: "" };
}

/** The element at this path of names below `from`. */
export function at(from: Xml | undefined, ...path: string[]): Xml | undefined {
  return path.reduce((found, name) => found?.children.find((child) => child.name === name), from);
}

/** The text at this path; undefined where there is no such element or no text in it. */
export function textAt(from: Xml | undefined, ...path: string[]): string | undefined {
  const text = at(from, ...path)?.text;
  return text === "" ? undefined : text;
}

/** The members of a list in CloudFront's form: what is below `Items` at this path. */
export function itemsAt(from: Xml | undefined, ...path: string[]): Xml[] {
  return at(from, ...path, "Items")?.children ?? [];
}

/** The same element with this child in place of the one of its name, or added. */
export function withChild(parent: Xml, child: Xml): Xml {
  const others = parent.children.filter(({ name }) => name !== child.name);
  return { ...parent, children: [...others, child] };
}
