// The entry point of Pulumi's analyzer, which looks for plugin.js of package.json's `main` as a TypeScript file.
export * from "./index";
