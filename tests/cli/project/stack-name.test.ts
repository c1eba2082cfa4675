import { stackName } from "../../../cli/project/stack-name";
import { userErrorOf } from "./errors";

test.each([
  ["prod", { reference: "prod", name: "prod" }],
  ["acme/prod", { reference: "acme/prod", name: "prod" }],
  [
    "acme/media-storage/prod",
    { reference: "acme/media-storage/prod", name: "prod", project: "media-storage" },
  ],
  ["Prod_1.eu-2", { reference: "Prod_1.eu-2", name: "Prod_1.eu-2" }],
  ["constructor", { reference: "constructor", name: "constructor" }],
])("%s is understood as Pulumi does", (reference, expected) => {
  expect(stackName(reference, "--stack")).toEqual(expected);
});

test.each([
  "",
  "/",
  "/prod",
  "prod/",
  "acme//prod",
  "a/b/c/d",
  ".",
  "..",
  "../prod",
  "acme/..",
  "acme/./prod",
  "../../etc/passwd",
  "/etc/passwd",
  "a b",
  "$(id)",
  "prod;id",
  "prod\n",
  "prod\0",
  "pröd",
  "a".repeat(101),
])("%j is refused, with where it was written", (reference) => {
  const message = userErrorOf(() => stackName(reference, "PULUMI_STACK"));
  expect(message).toMatch(/^PULUMI_STACK: /);
  expect(message).toContain(`${JSON.stringify(reference)} is not the name of a stack; use <stack>`);
});
