/** Adds to the schema of the config's types what editors can check of the rules. */
import { checkSchema, type PlacedSchema } from "./check-schema";
import { editorChecks, type PlacedCheck } from "./editor-checks";
import { INSTANCE_SNIPPETS } from "./instance-snippets";
import { addKeywords, below, resolved, stepInto, type Definitions, type JsonSchema } from "./json-schema";

/** The type of an instance, in which every check has its place. */
const ROOT = "InstanceConfig";

/** The arguments of components that are config values of their own in a stack file, or part of the program. */
const NOT_IN_CONFIG = ["secretAccessKey", "sessionToken"];

/** Changes the definitions. */
export function addEditorChecks(definitions: Definitions): void {
  const placed = editorChecks()
    .filter(({ at }) => !NOT_IN_CONFIG.includes(at.at(-1) ?? ""))
    .map((one) => checkSchema(one, schemaAt(definitions, one)));
  schemaOf(definitions, ROOT).defaultSnippets = INSTANCE_SNIPPETS;
  const reached = pathsTo(definitions);
  const pathsOf = new Map<string, Set<string>>();
  for (const { path, schema } of placed) {
    const text = JSON.stringify(schema);
    pathsOf.set(text, (pathsOf.get(text) ?? new Set()).add(path.join(" ")));
  }
  const done = new Set<string>();
  for (const one of placed) {
    const { name, steps } = home(
      definitions,
      reached,
      one,
      pathsOf.get(JSON.stringify(one.schema)) ?? new Set(),
    );
    const key = JSON.stringify([name, steps, one.schema]);
    if (!done.has(key)) add(definitions, name, steps, one.schema);
    done.add(key);
  }
}

const referenceTo = (name: string): JsonSchema => ({ $ref: `#/definitions/${name}` });

function schemaOf(definitions: Definitions, name: string): JsonSchema {
  return resolved(definitions, referenceTo(name)).schema;
}

function schemaAt(definitions: Definitions, { args, at }: PlacedCheck): JsonSchema {
  const path = [...args, ...at];
  return path.reduce<JsonSchema>(
    (schema, step) => {
      const found = stepInto(schema, step);
      if (found === undefined)
        throw new Error(`a rule is about ${path.join(".")}, which the types of the config do not have`);
      return resolved(definitions, found).schema;
    },
    schemaOf(definitions, ROOT),
  );
}

/** All paths below an instance that lead to a value of each definition. */
function pathsTo(definitions: Definitions): Map<string, string[][]> {
  const found = new Map<string, string[][]>([[ROOT, [[]]]]);
  const visit = (schema: JsonSchema, path: string[]): void => {
    const { schema: target, name } = resolved(definitions, schema);
    if (name !== undefined) found.set(name, [...(found.get(name) ?? []), path]);
    const steps = [...Object.keys(target.properties ?? {}), "[]", "*"];
    for (const step of steps) {
      const inner = stepInto(target, step);
      if (inner !== undefined) visit(inner, [...path, step]);
    }
  };
  visit(referenceTo(ROOT), []);
  return found;
}

/**
 * The innermost definition in which a schema can be, with the steps from there: one that is used only at places that have the
 * schema. The paths of places are joined with spaces.
 */
function home(
  definitions: Definitions,
  reached: Map<string, string[][]>,
  { path }: PlacedSchema,
  paths: ReadonlySet<string>,
): { name: string; steps: readonly string[] } {
  let best = { name: ROOT, steps: path };
  let schema = referenceTo(ROOT);
  path.forEach((step, i) => {
    schema = stepInto(resolved(definitions, schema).schema, step) ?? {};
    const { name } = resolved(definitions, schema);
    if (name === undefined) return;
    const steps = path.slice(i + 1);
    if ((reached.get(name) ?? []).every((one) => paths.has([...one, ...steps].join(" "))))
      best = { name, steps };
  });
  return best;
}

function add(definitions: Definitions, name: string, steps: readonly string[], schema: JsonSchema): void {
  const definition = schemaOf(definitions, name);
  let target: JsonSchema | undefined = definition;
  for (const step of steps)
    target = target?.$ref === undefined ? target && stepInto(target, step) : undefined;
  // Draft 7 ignores what is beside a reference.
  if (target === undefined || target.$ref !== undefined)
    addKeywords(definition, { allOf: [below(steps, schema)] });
  else if (schema.type === "integer") addKeywords(Object.assign(target, { type: "integer" }), schema);
  else addKeywords(target, schema);
}
