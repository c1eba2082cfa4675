import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The members of the `store` argument, from their list, and "r2", the next one: its tests must not appear before it. */
const [, LISTED] = /const StoreKind = \{(.*?)\} as const/s.exec(
  readFileSync(join(import.meta.dirname, "stores/args.ts"), "utf8"),
);
const KINDS = ["r2", ...[...LISTED.matchAll(/: "(\w+)"/g)].map(([, kind]) => kind)];
/** The S3-compatible servers: stores/s3/ has one file for each. */
const SERVERS = readdirSync(join(import.meta.dirname, "stores/s3"))
  .map((file) => file.replace(/\.ts$/, ""))
  .filter((name) => name !== "index");
/** Names under which the kind or the server of a store is kept. */
const HOLDER = /^(kind|server|store)$|(Kind|Server|Store)$/;
const COMPARISONS = ["===", "!==", "==", "!="];

/** The text of a string that is written in the code. */
function written(node) {
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  if (node.type === "TemplateLiteral" && node.expressions.length === 0) return node.quasis[0].value.cooked;
  return undefined;
}

/** `x` of the identifier `x`, of `a.x`, `a?.x` and `a["x"]`. */
function nameOf(node) {
  if (node.type === "ChainExpression" || node.type === "TSNonNullExpression") return nameOf(node.expression);
  if (node.type === "Identifier") return node.name;
  if (node.type !== "MemberExpression") return undefined;
  return node.computed ? written(node.property) : node.property.name;
}

/** Whether it is `store`, `settings.store` or the result of `storeOf(...)`. */
function isStore(node) {
  if (node.type === "ChainExpression" || node.type === "TSNonNullExpression") return isStore(node.expression);
  if (node.type === "CallExpression") return nameOf(node.callee) === "storeOf";
  return nameOf(node) === "store";
}

const isKind = (node) => KINDS.includes(written(node));

/** Whether it is `store.kind`, or something that is named like it. */
function isHolder(node) {
  return HOLDER.test(nameOf(node) ?? "");
}

function isStoreKind(node) {
  if (node.type === "ChainExpression") return isStoreKind(node.expression);
  return node.type === "MemberExpression" && nameOf(node) === "kind" && isStore(node.object);
}

/** Whether the value only decides something. */
function isTested(node) {
  const { parent } = node;
  if (parent.type === "ChainExpression") return isTested(parent);
  if (parent.type === "UnaryExpression") return ["!", "typeof"].includes(parent.operator);
  if (parent.type === "BinaryExpression") return COMPARISONS.includes(parent.operator);
  if (parent.type === "LogicalExpression") return parent.operator !== "??" && parent.left === node;
  return ["ConditionalExpression", "IfStatement"].includes(parent.type) && parent.test === node;
}

/**
 * Refuses to ask which store it is: a test of a name takes each new store for one of the old ones without an error. What
 * differs between stores is a capability, a method or a value of `Store`.
 */
export const storeNames = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      kind: "This asks which store it is, so a new store silently counts as another one; ask for a capability (`store.can`) or add one.",
      server:
        'Only stores/ may name the server "{{name}}"; put what is special about it into stores/s3/{{name}}.ts.',
    },
  },
  create(context) {
    const report = (node) => context.report({ node, messageId: "kind" });
    const checkServer = (node) => {
      const name = written(node);
      if (SERVERS.includes(name)) context.report({ node, messageId: "server", data: { name } });
    };
    return {
      Literal: checkServer,
      TemplateLiteral: checkServer,
      BinaryExpression(node) {
        const { left, operator, right } = node;
        if (operator === "in") {
          if (isKind(left)) report(node);
        } else if (COMPARISONS.includes(operator)) {
          const isTest = (one, other) => isStoreKind(one) || (isHolder(one) && isKind(other));
          if (isTest(left, right) || isTest(right, left)) report(node);
        }
      },
      SwitchStatement(node) {
        const isTest = isHolder(node.discriminant) && node.cases.some(({ test }) => test && isKind(test));
        if (isStoreKind(node.discriminant) || isTest) report(node);
      },
      // [...].includes(kind), new Set([...]).has(kind), table.get(kind), table[kind]
      CallExpression(node) {
        const isAsked = ["includes", "indexOf", "has", "get"].includes(nameOf(node.callee));
        if (isAsked && node.arguments.some((one) => isStoreKind(one) || isKind(one))) report(node);
        const of = node.callee.type === "MemberExpression" ? node.callee.object : undefined;
        const listed = of?.type === "ArrayExpression" ? of.elements : [];
        if (isAsked && listed.some((one) => one && isKind(one)) && node.arguments.some(isHolder))
          report(node);
      },
      // store.aws ? ... : ..., if (!store.s3), typeof store.s3; what belongs to one kind may be read: store.s3.caFile
      MemberExpression(node) {
        const isMember = isStore(node.object) && KINDS.includes(nameOf(node));
        if (isMember && isTested(node)) report(node);
        if (node.computed && isStoreKind(node.property)) report(node);
      },
    };
  },
};
