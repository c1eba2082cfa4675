import { renderEnv, renderWarnings } from "../../../cli/preview/render-env";
import { instance, PIPE, SCREEN } from "./models";

const env =
  "# title\nS3_ENABLED=true\nS3_PERMISSION=\nAWS_ACCESS_KEY_ID='<known after up>'\nKEY='[secret]'\n";

describe("the env block", () => {
  test("stands at the left margin, line by line as it is", () => {
    expect(renderEnv(instance({ env }), PIPE, "prod")).toEqual([
      "Env block (complete after `pulumi up`, from `npm exec --no -- media-storage env social --stack prod`)",
      "",
      "# title",
      "S3_ENABLED=true",
      "S3_PERMISSION=",
      "AWS_ACCESS_KEY_ID='<known after up>'",
      "KEY='[secret]'",
    ]);
  });

  test("is neither wrapped nor folded, however narrow the terminal is", () => {
    const long = Array.from({ length: 50 }, (_, i) => `NAME_${i}='a value of several words'`);
    const lines = renderEnv(instance({ env: long.join("\n") }), { ...SCREEN, width: 20 }, "prod");
    expect(lines.slice(2)).toEqual(long);
  });

  test("has its comments, masks and unknown values dimmed in colour", () => {
    const [, , comment, plain, , unknown, secret] = renderEnv(
      instance({ env }),
      { ...PIPE, colour: true },
      "prod",
    );
    expect(comment).toBe("\u001b[2m# title\u001b[22m");
    expect(plain).toBe("S3_ENABLED=true");
    expect(unknown).toContain("\u001b[2m<known\u001b[22m");
    expect(secret).toBe("KEY='\u001b[2m[secret]\u001b[22m'");
  });

  test("cannot command the terminal", () => {
    const lines = renderEnv(instance({ name: "a\u001b", env: "A=\u001b[2J\r\n\tB=1" }), PIPE, "prod");
    expect(lines[0]).toContain("env 'a\\u001b' --stack prod`");
    expect(lines.slice(2)).toEqual(["A=\\u001b[2J\\u000d", "\tB=1"]);
  });

  test("is left out where there is none", () => {
    expect(renderEnv(instance(), PIPE, "prod")).toEqual([]);
  });
});

describe("warnings", () => {
  test("each is marked, wrapped to the width, and hangs behind its mark", () => {
    expect(
      renderWarnings(["The proxy has to answer for the bucket.", "Short."], { ...SCREEN, width: 30 }),
    ).toEqual([
      "warning: The proxy has to",
      "         answer for the",
      "         bucket.",
      "warning: Short.",
    ]);
  });

  test("a line break in one stays a line break, and cannot begin another line of the preview", () => {
    expect(renderWarnings(["Two lines:\n+ fake"], PIPE)).toEqual(["warning: Two lines:", "         + fake"]);
  });

  test("a command in one, four spaces in, stays in one line, because its parts would be commands", () => {
    const command = "    aws s3api get-bucket-lifecycle-configuration --bucket social-media";
    expect(renderWarnings([`Set it yourself:\n${command}\nThen look.`], { ...SCREEN, width: 25 })).toEqual([
      "warning: Set it yourself:",
      command,
      "         Then look.",
    ]);
  });

  test("cannot command the terminal", () => {
    expect(renderWarnings(["\u001b[2J"], PIPE)).toEqual(["warning: \\u001b[2J"]);
  });

  test("the mark is yellow in colour", () => {
    expect(renderWarnings(["x"], { ...PIPE, colour: true })).toEqual(["\u001b[33mwarning:\u001b[39m x"]);
  });
});
