// Pulumi's plugin host loads this file. It does not compile TypeScript in node_modules, so an installed package uses dist/, and a
// checkout uses the sources.
const { sep } = require("node:path");

const isInstalled = __dirname.split(sep).includes("node_modules");
module.exports = isInstalled ? require("../dist/components") : require("./index");
(isInstalled ? require("../dist/components/user-errors") : require("./user-errors")).showErrorsInPlugin();
