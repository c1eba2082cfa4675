import { reportBug, reportUsage, reportUserError } from "../../cli/report-error";
import { UserError } from "../../problems/user-error";
import { testStreams } from "./streams";

function printed(report: (stderr: NodeJS.WriteStream) => unknown): string {
  const { stderr, said } = testStreams();
  report(stderr);
  return said.err;
}

describe("what is wrong with the command line", () => {
  test.each([
    ["--token=hunter2", "--token"],
    ["--token=hunter2=hunter2", "--token"],
    ["--token='hunter2'", "--token"],
    ["--token=\nhunter2\n", "--token"],
    ["--to\nken=hunter2", "--to"],
    ["--token hunter2", "--token"],
    ["-phunter2", "-p"],
    ["-p=hunter2", "-p"],
    ["--token", "--token"],
  ])("names an unknown option without its value: %j", (option, shown) => {
    const said = (name: string) => `error: unknown option '${name}'\n(Did you mean --stack?)\n`;
    // The suggestion has no quotes, so the option ends at the last one.
    expect(printed((stderr) => reportUsage(said(option), stderr))).toBe(said(shown));
  });

  it("cannot command the terminal", () => {
    const said = printed((stderr) => reportUsage("error: unknown command '\x1b]0;x\x07'\n", stderr));
    expect(said).toBe("error: unknown command '\\u001b]0;x\\u0007'\n");
  });
});

describe.each([
  ["a usage error", (text: string, stderr: NodeJS.WriteStream) => reportUsage(`${text}\n`, stderr)],
  [
    "a user error",
    (text: string, stderr: NodeJS.WriteStream) => reportUserError(new UserError(text), stderr, true),
  ],
  ["a bug", (text: string, stderr: NodeJS.WriteStream) => reportBug(new Error(text), stderr)],
])("%s shows no password of a URL", (_, report) => {
  test.each([
    ["foo://user:hunter2@host", "foo://...@host"],
    ["no folder /srv/foo:/user:hunter2@host", "no folder /srv/foo:/...@host"],
    ['"postgres://hunter2@host/db", "s3://b"', '"postgres://...@host/db", "s3://b"'],
  ])("%s", (text, shown) => {
    const said = printed((stderr) => report(text, stderr));
    expect(said).toContain(shown);
    expect(said).not.toContain("hunter2");
  });

  test("and whole what is none: folders of a package, an address of mail", () => {
    const text = "at file:///srv/node_modules/@pulumi/aws/x.js: a@b.example, s3://bucket/@x";
    expect(printed((stderr) => report(text, stderr))).toContain(text);
  });
});

describe("a user error", () => {
  const error = new UserError("a: is wrong\x1b[2J; change it");

  it("is one line without a stack trace, and the exit code 1", () => {
    let code;
    expect(printed((stderr) => (code = reportUserError(error, stderr)))).toBe(
      "error: a: is wrong\\u001b[2J; change it\n",
    );
    expect(code).toBe(1);
  });

  it("has its stack trace behind it with --debug, and its message once", () => {
    const said = printed((stderr) => reportUserError(error, stderr, true));
    expect(said).toMatch(/^error: a: is wrong.*\n +at .*report-error\.test/);
    expect(said.split("is wrong")).toHaveLength(2);
  });

  it("is not what any other error is", () => {
    const bug = new TypeError("of a bug");
    expect(() => reportUserError(bug, testStreams().stderr)).toThrow(bug);
  });
});

test.each([
  ["an error", new TypeError("of a bug"), /TypeError: of a bug\n +at .*report-error\.test/],
  ["anything else that is thrown", "of a bug", /\nof a bug\n$/],
])("a bug is reported as one, with where it is: %s", (_, bug, trace) => {
  const said = printed((stderr) => expect(reportBug(bug, stderr)).toBe(1));
  expect(said).toMatch(/^error: this is a bug in media-storage; please report it with these lines:\n/);
  expect(said).toMatch(trace);
});
