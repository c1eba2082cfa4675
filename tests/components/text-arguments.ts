/** The arguments of the components that are strings, from the schema for other languages. */
import { AuthentikStorage, MastodonStorage, SupabaseStorage } from "../../components";
import { VALID, type Settings } from "../config/odd-configs";
import schema from "./schema.json";

export type AnyComponent = new (name: string, args: never) => unknown;
export type Path = (string | number)[];

const COMPONENTS: Record<string, [app: string, component: AnyComponent]> = {
  MastodonStorage: ["mastodon", MastodonStorage],
  AuthentikStorage: ["authentik", AuthentikStorage],
  SupabaseStorage: ["supabase", SupabaseStorage],
};

interface Property {
  type?: string;
  /** Whether it cannot be an output. */
  plain?: boolean;
  $ref?: string;
  items?: Property;
  additionalProperties?: Property;
}
type Properties = Record<string, Property>;

interface TextArgument {
  path: Path;
  /** Whether it may be an output. */
  isInput: boolean;
}

/** All arguments that are strings; in lists and maps, one item. */
function textPaths(properties: Properties, path: Path = []): TextArgument[] {
  return Object.entries(properties).flatMap(([name, property]) => pathsBelow(property, [...path, name]));
}

function pathsBelow(
  { type, plain, $ref, items, additionalProperties }: Property,
  path: Path,
): TextArgument[] {
  if (items) return pathsBelow(items, [...path, 0]);
  if (additionalProperties) return pathsBelow(additionalProperties, [...path, "name"]);
  if ($ref === undefined) return type === "string" ? [{ path, isInput: plain !== true }] : [];
  const types = schema.types as unknown as Record<string, { properties?: Properties }>;
  const { properties } = types[$ref.replace("#/types/", "")] ?? {};
  return properties ? textPaths(properties, path) : [{ path, isInput: false }];
}

/** A copy with the value at the path, which is created if it does not exist. */
export function placed(settings: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  const old = typeof settings === "object" && settings !== null ? settings : {};
  const inner = placed((old as Settings)[key], rest, value);
  return typeof key === "number" ? [inner] : { ...old, [key]: inner };
}

export const PLACES = Object.entries(schema.resources).flatMap(([type, { inputProperties }]) => {
  const name = type.split(":").at(-1) ?? "";
  const [app, component] = COMPONENTS[name] ?? [];
  if (component === undefined) throw new Error(`no component ${name}`);
  return VALID.filter(([one]) => one === app).flatMap(([, settings], i) =>
    textPaths(inputProperties as unknown as Properties).map(({ path, isInput }) => ({
      name: `${name} ${i === 0 ? "on AWS" : "on Ceph"}: ${path.join(".")}`,
      component,
      settings,
      path,
      isInput,
    })),
  );
});
