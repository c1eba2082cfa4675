// Loaded into a previewed program before anything else. In some versions of Node.js (20.20 is one) util.inspect with colours never
// ends if a stack trace names a file directly below a scope, such as node_modules/@pulumi/output.ts. The source maps of
// @pulumi/pulumi name such files, and it inspects every error of a program with colours. The preview shows them without.
const util = require("node:util");

util.inspect = new Proxy(util.inspect, {
  apply(inspect, self, [value, options, ...rest]) {
    const isMap = typeof options === "object" && options !== null;
    return Reflect.apply(inspect, self, [value, isMap ? { ...options, colors: false } : options, ...rest]);
  },
});
