/** What config/generate-schema.cjs needs of the program's code. */
export { addEditorChecks } from "./editor-schema";
export { instancesSchema, stackSchema } from "./stack-schema";
