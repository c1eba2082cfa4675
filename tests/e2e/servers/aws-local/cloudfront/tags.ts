import { Refusal, type Answer, type Call } from "../call";
import { element, itemsAt, parseXml, textAt, type Xml } from "../xml";
import { NOTHING, write } from "./protocol";
import type { CloudFrontStore } from "./store";

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_TagResource.html */
export function answerTags(store: CloudFrontStore, call: Call): Answer {
  const arn = call.query.get("Resource") ?? "";
  const id = arn.split("/").pop() ?? "";
  if (!store.distributions.has(id))
    throw new Refusal(404, "NoSuchResource", `The specified resource does not exist: ${arn}`);
  const request = parseXml(call.body.toString());
  const tags = store.tags.get(arn);
  if (call.method === "GET") {
    const items = [...(tags ?? [])].map(([key, value]) =>
      element("Tag", element("Key", key), element("Value", value)),
    );
    return write(200, element("Tags", element("Items", ...items)));
  }
  if (call.query.get("Operation") === "Tag") putTags(store, arn, request);
  else for (const { text } of itemsAt(request)) tags?.delete(text);
  return NOTHING;
}

export function putTags(store: CloudFrontStore, arn: string, list: Xml | undefined): void {
  const tags = store.tags.get(arn) ?? new Map<string, string>();
  for (const tag of itemsAt(list)) tags.set(textAt(tag, "Key") ?? "", textAt(tag, "Value") ?? "");
  store.tags.set(arn, tags);
}
