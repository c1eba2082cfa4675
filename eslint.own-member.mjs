import ts from "typescript";

/** Whether a value of this type can be any string, and so `constructor` or `__proto__`. */
function isAnyString(type) {
  if (type.isUnion()) return type.types.some(isAnyString);
  return (type.flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral)) !== 0;
}

/**
 * Refuses `table[name]` and `name in table`: with a name from outside both find what every object inherits. Names that are
 * written in the code have literal types (`as const`) and pass.
 */
export const ownMember = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      inherited: "The name may be `constructor` or `__proto__`; read it with ownMember, or keep a Map.",
    },
  },
  create(context) {
    const services = context.sourceCode.parserServices;
    const check = (name) => {
      if (isAnyString(services.getTypeAtLocation(name)))
        context.report({ node: name, messageId: "inherited" });
    };
    return {
      "MemberExpression[computed=true]": ({ property }) => check(property),
      "BinaryExpression[operator='in']": ({ left }) => check(left),
    };
  },
};
