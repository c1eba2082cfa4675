import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { resultMembers } from "../../../../cli/offline/program/invokes";
import { testFolder } from "../../env/folder";

const at = testFolder();
const root = join(__dirname, "../../../..");

function install(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), text);
  }
}

const RESULT = `export interface GetItemResult {
    /** Its id. */
    readonly id: string;
    /** @deprecated use id */
    readonly name?: string;
    readonly nested: {
        readonly inner: string;
    };
}
`;

describe("the members of a function's result", () => {
  test.each([
    ["aws:index/getCallerIdentity:getCallerIdentity", ["accountId", "arn", "id", "userId"]],
    ["aws:index/getPartition:getPartition", ["dnsSuffix", "id", "partition", "reverseDnsPrefix"]],
  ])("are those that its package declares: %s", (token, members) => {
    expect([...resultMembers(token, root)].sort()).toEqual(expect.arrayContaining(members));
  });

  test("are found in the module of the token", () => {
    expect(resultMembers("aws:ec2/getVpc:getVpc", root)).toEqual(expect.arrayContaining(["cidrBlock", "id"]));
  });

  test("are found in a package of another scope, which says whose functions it has", () => {
    install({
      "package.json": '{"dependencies":{"@acme/things":"1"}}',
      "node_modules/@acme/things/package.json": '{"pulumi":{"resource":true,"name":"things"}}',
      "node_modules/@acme/things/bin/getItem.d.ts": RESULT,
    });
    expect(resultMembers("things:index/getItem:getItem", at())).toEqual(["id", "name", "nested"]);
  });

  test.each([
    ["the package is not installed", "things:index/getItem:getItem"],
    ["the function is unknown", "aws:index/getNothing:getNothing"],
    ["the token has another form", "kubernetes:yaml:decode"],
  ])("are none if %s", (_, token) => {
    expect(resultMembers(token, at())).toEqual([]);
  });
});
