// Writes ../validation/argument-shapes.ts: the shapes of all arguments, from the types of the components' arguments. The checks at
// run time walk along them. `npm run schema` after a change of the types; a test fails when they differ.
const fs = require("node:fs");
const path = require("node:path");
const prettier = require("prettier");
const ts = require("typescript");

const file = path.join(__dirname, "../validation/argument-shapes.ts");
const roots = path.join(__dirname, "../components/args.ts");

const HEADER = `// Generated from the types of the arguments by \`npm run schema\`; change the types instead.
import { BOOLEAN, enumOf, listOf, mapOf, NUMBER, object, SECRET_OR_OUTPUT, STRING, STRING_OR_OUTPUT } from "./shape";
`;

const KEYWORDS = new Map([
  [ts.SyntaxKind.StringKeyword, "STRING"],
  [ts.SyntaxKind.NumberKeyword, "NUMBER"],
  [ts.SyntaxKind.BooleanKeyword, "BOOLEAN"],
]);

async function generate() {
  const program = ts.createProgram([roots], { noLib: true, types: [] }, hostOfProject());
  const checker = program.getTypeChecker();
  /** The text of each interface's shape, after those that it refers to. */
  const shapes = new Map();

  function declarationsOf(name) {
    const symbol = checker.getSymbolAtLocation(name);
    const isImported = symbol && symbol.flags & ts.SymbolFlags.Alias;
    return (isImported ? checker.getAliasedSymbol(symbol) : symbol)?.declarations ?? [];
  }

  function interfaceOf(name) {
    return declarationsOf(name).find(ts.isInterfaceDeclaration);
  }

  /** The shape of a type as text; `isMember` is false for the items of lists and the values of maps. */
  function shapeOf(node, where, isMember = true) {
    const keyword = KEYWORDS.get(node.kind);
    if (keyword !== undefined) return keyword;
    if (ts.isArrayTypeNode(node)) return `listOf(${shapeOf(node.elementType, where, false)})`;
    if (!ts.isTypeReferenceNode(node)) throw unsupported(where, node);
    const [first, second] = node.typeArguments ?? [];
    switch (node.typeName.getText()) {
      case "Record":
        if (first.kind !== ts.SyntaxKind.StringKeyword) throw unsupported(where, node);
        return `mapOf(${shapeOf(second, where, false)})`;
      case "Input":
        if (first.kind !== ts.SyntaxKind.StringKeyword) throw unsupported(where, node);
        // Items and values of maps are parts of policies and tags, which are not secret.
        return isMember ? "SECRET_OR_OUTPUT" : "STRING_OR_OUTPUT";
    }
    const declarations = declarationsOf(node.typeName);
    if (declarations.some(ts.isInterfaceDeclaration))
      return nameOf(declarations.find(ts.isInterfaceDeclaration));
    const constants = declarations.find(ts.isVariableDeclaration)?.initializer;
    if (!constants || !ts.isAsExpression(constants)) throw unsupported(where, node);
    return `enumOf(${constants.expression.properties.map((one) => one.initializer.getText()).join(", ")})`;
  }

  /** All members, those of the base types first. */
  function membersOf(declaration) {
    const members = new Map();
    for (const base of (declaration.heritageClauses ?? []).flatMap(({ types }) => types)) {
      const inherited = interfaceOf(base.expression);
      if (inherited === undefined) throw unsupported(declaration.name.text, base);
      for (const [name, member] of membersOf(inherited)) members.set(name, member);
    }
    for (const member of declaration.members) members.set(member.name.getText(), member);
    return members;
  }

  function nameOf(declaration) {
    const name = declaration.name.text;
    const known = shapes.get(name);
    if (known === undefined) {
      shapes.set(name, { declaration, text: undefined });
      const members = [...membersOf(declaration)];
      const parts = members.map(([member, { type }]) => `${member}: ${shapeOf(type, `${name}.${member}`)}`);
      const required = members
        .filter(([, { questionToken }]) => !questionToken)
        .map(([member]) => `"${member}"`);
      // Again at the end of the map, because it refers to the shapes of its members.
      shapes.delete(name);
      const list = required.length === 0 ? "" : `, [${required.join(", ")}]`;
      shapes.set(name, {
        declaration,
        text: `export const ${name} = object({ ${parts.join(", ")} }${list});`,
      });
    } else if (known.declaration !== declaration) {
      throw new Error(
        `${name}: two types have this name, but other languages have one list of all types; rename one`,
      );
    } else if (known.text === undefined) {
      throw new Error(`${name}: a type that contains itself has no shape`);
    }
    return name;
  }

  for (const statement of program.getSourceFile(roots).statements) {
    if (ts.isInterfaceDeclaration(statement) && statement.name.text.endsWith("StorageArgs"))
      nameOf(statement);
  }
  const text = [HEADER, ...[...shapes.values()].map((shape) => shape.text)].join("\n");
  return prettier.format(text, { ...(await prettier.resolveConfig(file)), filepath: file });
}

function unsupported(where, node) {
  return new Error(
    `${where}: the checks know no shape of ${node.getText()}; use a named interface, a list or a plain type`,
  );
}

/** Reads the project's own files only: the types of the packages are not needed, and are large. */
function hostOfProject() {
  const host = ts.createCompilerHost({});
  host.resolveModuleNameLiterals = (literals, importing) =>
    literals.map(({ text }) => {
      const name = path.join(path.dirname(importing), text);
      const resolvedFileName = [`${name}.ts`, `${name}/index.ts`].find((one) => fs.existsSync(one));
      const isOwn = text.startsWith(".") && resolvedFileName !== undefined;
      return { resolvedModule: isOwn ? { resolvedFileName, extension: ".ts" } : undefined };
    });
  return host;
}

module.exports = { file, generate };
if (require.main === module) void generate().then((text) => fs.writeFileSync(file, text));
