import { Refusal, xml as reply, type Answer, type Call } from "../call";
import { at, element, parseXml, writeXml, type Xml } from "../xml";

export const PREFIX = "/2020-05-31/";
const NAMESPACE = "http://cloudfront.amazonaws.com/doc/2020-05-31/";

export const NOTHING: Answer = { status: 204, headers: {}, body: Buffer.alloc(0) };

export function write(status: number, root: Xml, headers: Record<string, string> = {}): Answer {
  const answer = reply(status, writeXml(root, NAMESPACE));
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

/** The request's root element, which must have this name. */
export function bodyOf(call: Call, name: string): Xml {
  const body = parseXml(call.body.toString());
  if (body?.name !== name) throw new Refusal(400, "MalformedXML", `the body must be ${name}`);
  checkQuantities(body);
  return body;
}

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html#API_CreateDistribution_Errors */
function checkQuantities(xml: Xml): void {
  const quantity = at(xml, "Quantity")?.text;
  const items = at(xml, "Items")?.children.length ?? 0;
  if (quantity !== undefined && Number(quantity) !== items)
    throw new Refusal(
      400,
      "InconsistentQuantities",
      `${xml.name}: Quantity is ${quantity}, but there are ${items} Items`,
    );
  xml.children.forEach(checkQuantities);
}

/** Whoever changes something names the version that it has seen. */
export function checkIfMatch(call: Call, etag: string): void {
  const seen = call.headers["if-match"];
  if (!seen)
    throw new Refusal(
      400,
      "InvalidIfMatchVersion",
      "The If-Match version is missing or not valid for the resource.",
    );
  if (seen !== etag)
    throw new Refusal(
      412,
      "PreconditionFailed",
      "The request failed because it didn't meet the preconditions in one or more request-header fields.",
    );
}

/** A list of the account; nothing here is long enough for a second page. */
export const listOf = (name: string, items: Xml[]): Xml =>
  element(
    name,
    element("MaxItems", 1000),
    element("Quantity", items.length),
    items.length > 0 ? element("Items", ...items) : undefined,
  );

/** A list that says where it begins and whether it goes on. */
export function pageOf(name: string, items: Xml[]): Xml {
  const list = listOf(name, items);
  return { ...list, children: [element("Marker"), element("IsTruncated", false), ...list.children] };
}
