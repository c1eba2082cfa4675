import { Refusal, type Answer, type Call } from "../call";
import { at, element, textAt, withChild, type Xml } from "../xml";
import type { Kind } from "./kinds";
import { bodyOf, checkIfMatch, listOf, NOTHING, pageOf, PREFIX, write } from "./protocol";
import { newId } from "./kinds";
import type { CloudFrontStore, Item } from "./store";

/** Policies and origin access controls: all calls for one kind. */
export function answerItems(store: CloudFrontStore, kind: Kind, call: Call): Answer {
  const [, id, sub = ""] = call.path.slice(PREFIX.length).split("/");
  const items = store.of(kind.segment);
  if (id === undefined) return call.method === "POST" ? create(items, kind, call) : list(items, kind, call);
  const item = items.get(id);
  if (!item)
    throw new Refusal(404, `NoSuch${kind.element}`, `The specified ${kind.element} does not exist: ${id}`);
  switch (`${call.method} ${sub}`) {
    case "GET ":
      return write(200, described(kind, item), { etag: item.etag });
    case "GET config":
      return write(200, item.config, { etag: item.etag });
    case `PUT ${kind.updatedAt}`:
      return update(items, kind, item, call);
    case "DELETE ":
      return remove(store, kind, item, call);
  }
  throw new Refusal(404, "NoSuchResource", `not part of this CloudFront: ${call.method} ${call.path}`);
}

const configName = (kind: Kind): string => `${kind.element}Config`;

function described({ element: name, segment }: Kind, { id, modified, config }: Item): Xml {
  const time = element("LastModifiedTime", modified.toISOString());
  return element(name, element("Id", id), segment === "origin-access-control" ? undefined : time, config);
}

function checked(items: Map<string, Item>, kind: Kind, call: Call, own?: Item): Xml {
  const config = bodyOf(call, configName(kind));
  const name = textAt(config, "Name");
  if (name === undefined || name.length > kind.longestName)
    throw new Refusal(400, "InvalidArgument", `Name must have 1 to ${kind.longestName} characters`);
  kind.check(config);
  if ([...items.values()].some((item) => item !== own && textAt(item.config, "Name") === name))
    throw new Refusal(409, `${kind.element}AlreadyExists`, `A ${kind.element} with the name ${name} exists`);
  // AWS gives back an empty comment where none was written.
  return at(config, "Comment") || kind.segment === "origin-access-control"
    ? config
    : withChild(config, element("Comment", ""));
}

function create(items: Map<string, Item>, kind: Kind, call: Call): Answer {
  const config = checked(items, kind, call);
  if ([...items.values()].filter(({ isManaged }) => !isManaged).length >= kind.quota)
    throw new Refusal(
      400,
      kind.tooMany,
      `You have reached the maximum of ${kind.quota} for this AWS account.`,
    );
  const item: Item = { id: kind.newId(), config, etag: newId(), modified: new Date(), isManaged: false };
  items.set(item.id, item);
  const location = `${call.path}/${item.id}`;
  return write(201, described(kind, item), { etag: item.etag, location });
}

function update(items: Map<string, Item>, kind: Kind, item: Item, call: Call): Answer {
  if (item.isManaged) throw new Refusal(400, "IllegalUpdate", "A managed policy cannot be changed");
  checkIfMatch(call, item.etag);
  Object.assign(item, { config: checked(items, kind, call, item), etag: newId(), modified: new Date() });
  return write(200, described(kind, item), { etag: item.etag });
}

function remove(store: CloudFrontStore, kind: Kind, item: Item, call: Call): Answer {
  if (item.isManaged) throw new Refusal(400, "IllegalDelete", "A managed policy cannot be deleted");
  checkIfMatch(call, item.etag);
  const [user] = store.usersOf(item.id);
  if (user)
    throw new Refusal(
      409,
      `${kind.element}InUse`,
      `The ${kind.element} ${item.id} is attached to the distribution ${user.id}`,
    );
  store.of(kind.segment).delete(item.id);
  return NOTHING;
}

function list(items: Map<string, Item>, kind: Kind, call: Call): Answer {
  const all = [...items.values()];
  if (kind.segment === "origin-access-control") {
    const summary = ({ id, config }: Item): Xml =>
      element("OriginAccessControlSummary", element("Id", id), ...config.children);
    return write(200, pageOf("OriginAccessControlList", all.map(summary)));
  }
  const type = call.query.get("Type");
  const typeOf = ({ isManaged }: Item): string => (isManaged ? "managed" : "custom");
  const listed = all.filter((item) => type === null || typeOf(item) === type);
  const summary = (item: Item): Xml =>
    element(`${kind.element}Summary`, element("Type", typeOf(item)), described(kind, item));
  return write(200, listOf(`${kind.element}List`, listed.map(summary)));
}
