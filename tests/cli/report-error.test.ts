import { reportBug, reportUsage, reportUserError } from "../../cli/report-error";
import { UserError } from "../../validation/user-error";
import type { Streams } from "../../cli/env/streams";
import { testStreams } from "./streams";

function printed(report: (streams: Streams) => unknown): string {
  const streams = testStreams();
  report(streams);
  return streams.said.err;
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
    expect(printed((streams) => reportUsage(said(option), streams))).toBe(said(shown));
  });

  it("cannot command the terminal", () => {
    const said = printed((streams) => reportUsage("error: unknown command '\x1b]0;x\x07'\n", streams));
    expect(said).toBe("error: unknown command '\\u001b]0;x\\u0007'\n");
  });
});

describe.each([
  ["a usage error", (text: string, streams: Streams) => reportUsage(`${text}\n`, streams)],
  ["a user error", (text: string, streams: Streams) => reportUserError(new UserError(text), streams, true)],
  ["a bug", (text: string, streams: Streams) => reportBug(new Error(text), streams)],
])("%s shows no password of a URL", (_, report) => {
  test.each([
    ["foo://user:hunter2@host", "foo://...@host"],
    ["no folder /srv/foo:/user:hunter2@host", "no folder /srv/foo:/...@host"],
    ['"postgres://hunter2@host/db", "s3://b"', '"postgres://...@host/db", "s3://b"'],
  ])("%s", (text, shown) => {
    const said = printed((streams) => report(text, streams));
    expect(said).toContain(shown);
    expect(said).not.toContain("hunter2");
  });

  test("and whole what is none: folders of a package, an address of mail", () => {
    const text = "at file:///srv/node_modules/@pulumi/aws/x.js: a@b.example, s3://bucket/@x";
    expect(printed((streams) => report(text, streams))).toContain(text);
  });
});

describe("a user error", () => {
  const error = new UserError("a: is wrong\x1b[2J; change it");

  it("is one line without a stack trace, and the exit code 1", () => {
    let code;
    expect(printed((streams) => (code = reportUserError(error, streams)))).toBe(
      "error: a: is wrong\\u001b[2J; change it\n",
    );
    expect(code).toBe(1);
  });

  it("has its stack trace behind it with --debug, and its message once", () => {
    const said = printed((streams) => reportUserError(error, streams, true));
    expect(said).toMatch(/^error: a: is wrong.*\n +at .*report-error\.test/);
    expect(said.split("is wrong")).toHaveLength(2);
  });

  it("is not what any other error is", () => {
    const bug = new TypeError("of a bug");
    expect(() => reportUserError(bug, testStreams())).toThrow(bug);
  });
});

test.each([
  ["an error", new TypeError("of a bug"), /TypeError: of a bug\n +at .*report-error\.test/],
  ["anything else that is thrown", "of a bug", /\nof a bug\n$/],
])("a bug is reported as one, with where it is: %s", (_, bug, trace) => {
  const said = printed((streams) => expect(reportBug(bug, streams)).toBe(1));
  expect(said).toMatch(/^error: this is a bug in media-storage; please report it with these lines:\n/);
  expect(said).toMatch(trace);
});
