// Where Pulumi's analyzer begins, which looks for plugin.js of package.json's `main` as a TypeScript file.
export * from "./index";
