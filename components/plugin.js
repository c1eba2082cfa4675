// What Pulumi's plugin host loads. It compiles TypeScript, but nothing below node_modules, so an installed package has to hand
// over what was compiled before. In a checkout the sources are what is meant, whether or not dist is of the same version.
const { sep } = require("node:path");

const isInstalled = __dirname.split(sep).includes("node_modules");
module.exports = isInstalled ? require("../dist/components") : require("./index");
