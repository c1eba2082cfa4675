import { writeFileSync } from "node:fs";
import { resolversIn, systemResolvers } from "../../../cli/proxy/resolvers";
import { testFolder } from "../env/folder";

const at = testFolder();

test.each<[string, string, string[]]>([
  ["one", "nameserver 127.0.0.53\noptions edns0 trust-ad\nsearch example\n", ["127.0.0.53"]],
  ["several, in their order", "nameserver 10.0.0.2\nnameserver 10.0.0.3\n", ["10.0.0.2", "10.0.0.3"]],
  ["IPv6, in brackets", "nameserver 2001:db8::53\n", ["[2001:db8::53]"]],
  ["IPv4 in IPv6", "nameserver ::ffff:10.0.0.2\n", ["[::ffff:10.0.0.2]"]],
  ["none of an interface only", "nameserver fe80::1%eth0\nnameserver 10.0.0.2\n", ["10.0.0.2"]],
  [
    "spaces, tabs and carriage returns",
    " nameserver\t 10.0.0.2 \r\nnameserver 10.0.0.3",
    ["10.0.0.2", "10.0.0.3"],
  ],
  ["a comment behind it", "nameserver 10.0.0.2 # router\n", ["10.0.0.2"]],
  ["no comment", "# nameserver 10.0.0.2\n;nameserver 10.0.0.3\n", []],
  [
    "nothing else",
    "nameserver\nnameservers 10.0.0.2\nnameserver evil;\nnameserver 10.0.0.2; evil 1;\n",
    ["10.0.0.2"],
  ],
])("takes %s", (_, text, resolvers) => {
  expect(resolversIn(text)).toEqual(resolvers);
});

test("there are none without the file, or without a line", () => {
  expect(systemResolvers(at("missing"))).toBeUndefined();
  writeFileSync(at("resolv.conf"), "search example\n");
  expect(systemResolvers(at("resolv.conf"))).toBeUndefined();
  writeFileSync(at("resolv.conf"), "nameserver 10.0.0.2\n");
  expect(systemResolvers(at("resolv.conf"))).toEqual(["10.0.0.2"]);
});
