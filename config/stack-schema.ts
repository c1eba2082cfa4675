/** The schema of a stack file with the config of the program: the instances, and the config values that belong to them. */
import { STORE_DEFINITIONS, STORE_KINDS } from "../stores";
import type { JsonSchema } from "./json-schema";
import { INSTANCE_NAME, secretKeyOf, sessionTokenOf, storeKeyOf } from "./key-names";

/** The map of instances. */
export function instancesSchema(schema: JsonSchema): JsonSchema {
  return {
    ...schema,
    minProperties: 1,
    propertyNames: {
      pattern: INSTANCE_NAME.source,
      patternErrorMessage: "An instance's name has letters and digits only, the first from a to z.",
    },
  };
}

/** Pulumi.<stack>.yaml. The namespace of the config is the name of the project, which a schema does not know. */
export function stackSchema(instances: JsonSchema): JsonSchema {
  const credentials = STORE_KINDS.flatMap((kind) => STORE_DEFINITIONS[kind].credentials?.keys ?? []);
  const secrets = [
    secretKeyOf(ANY),
    sessionTokenOf(ANY),
    ...keysOf(credentials.filter((key) => key.isSecret)),
  ];
  return {
    type: "object",
    properties: {
      config: {
        type: "object",
        description:
          "The values of the stack's config, each with the name of the project or of a provider before it.",
        patternProperties: {
          "^[^:]+:instances$": instances,
          ...Object.fromEntries(secrets.map((name) => [keyPattern(name), SECRET])),
          ...Object.fromEntries(
            keysOf(credentials.filter((key) => !key.isSecret)).map((name) => [keyPattern(name), CREDENTIAL]),
          ),
        },
      },
    },
  };
}

/** Stands for the name of any instance. */
const ANY = "*";
const keysOf = (keys: readonly { configKey: string }[]): string[] => keys.map((key) => storeKeyOf(ANY, key));

/** Of the longest name only: `socialStoreSecretAccessKey` is the secret access key of a store, too. */
function keyPattern(name: string): string {
  return `^[^:]+:${INSTANCE_NAME.source.replace(/^\^|\$$/g, "")}${name.replace(ANY, "")}$`;
}

const SECRET: JsonSchema = {
  type: "object",
  properties: { secure: { type: "string" } },
  required: ["secure"],
  additionalProperties: false,
  description: "A secret, as `pulumi config set --secret` writes it.",
  errorMessage:
    "This secret is in plain text. Remove the line, create another key if anybody else can read this file, and run `pulumi config set --secret` with this name.",
};

const CREDENTIAL: JsonSchema = {
  description: "The id of the access key that Pulumi uses at the store, encrypted or not.",
};
