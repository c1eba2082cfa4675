import {
  escaped,
  escapedLine,
  fold,
  pad,
  quoted,
  terminalOf,
  widthOf,
  wrap,
} from "../../../cli/preview/terminal";
import { PIPE, SCREEN } from "./models";

describe("where the preview is printed", () => {
  const tty = { isTTY: true, columns: 132 };

  test("a terminal has colours, its own width, and folds", () => {
    expect(terminalOf(tty, { TERM: "xterm-256color" }, false)).toEqual({
      colour: true,
      width: 132,
      full: false,
    });
  });

  test("--full folds nothing", () => {
    expect(terminalOf(tty, {}, true).full).toBe(true);
  });

  test("a pipe is plain, 100 wide, and nothing is folded", () => {
    expect(terminalOf({}, {}, false)).toEqual({ colour: false, width: 100, full: true });
    expect(terminalOf({ isTTY: false, columns: 40 }, {}, false).width).toBe(100);
  });

  test("a pipe is plain in CI too", () => {
    expect(terminalOf({}, { CI: "true" }, false).colour).toBe(false);
  });

  test("a terminal that says it has no columns is as wide as a pipe", () => {
    expect(terminalOf({ isTTY: true, columns: 0 }, {}, false).width).toBe(100);
    expect(terminalOf({ isTTY: true }, {}, false).width).toBe(100);
  });

  test.each([
    ["NO_COLOR", tty, { NO_COLOR: "1" }, false],
    ["an empty NO_COLOR", tty, { NO_COLOR: "" }, true],
    ["a dumb terminal", tty, { TERM: "dumb" }, false],
    ["FORCE_COLOR in a pipe", {}, { FORCE_COLOR: "1" }, true],
    ["FORCE_COLOR=0", tty, { FORCE_COLOR: "0" }, false],
    ["NO_COLOR and FORCE_COLOR", tty, { NO_COLOR: "1", FORCE_COLOR: "1" }, false],
  ])("%s", (_, stream, env, colour) => {
    expect(terminalOf(stream, env, false).colour).toBe(colour);
  });
});

describe("what a terminal would obey", () => {
  test.each([
    ["an escape sequence", "\u001b[31mred", "\\u001b[31mred"],
    ["a bell, a backspace and a line break", "\u0007\b\n", "\\u0007\\u0008\\u000a"],
    ["the one-character form of an escape sequence", "\u009b31m", "\\u009b31m"],
    ["text that runs the other way", "a\u202eb", "a\\u202eb"],
    ["what has no width", "a\u200bb\ufeff", "a\\u200bb\\ufeff"],
    ["half a surrogate pair", "\ud83d", "\\ud83d"],
  ])("%s is shown, not obeyed", (_, text, shown) => {
    expect(escaped(text)).toBe(shown);
  });

  test("other scripts and emoji stay as they are", () => {
    expect(escaped("日本語 naïve עברית 👩‍🚀")).toBe("日本語 naïve עברית 👩‍🚀");
  });

  test("a tab stays a tab in a line that is its own", () => {
    expect(escapedLine("\ta\u001b")).toBe("\ta\\u001b");
    expect(escaped("\ta")).toBe("\\u0009a");
  });
});

test.each([
  ["social-media", "social-media"],
  ["arn:aws:s3:::social-media/*", "arn:aws:s3:::social-media/*"],
  ["*", "*"],
  ["2012-10-17", "2012-10-17"],
  ["", '""'],
  ["true", '"true"'],
  ["42", '"42"'],
  ["a, b", '"a, b"'],
  [" a", '" a"'],
  ["\u001b[2J", '"\\u001b[2J"'],
  ["\\u001b", "\\u001b"],
])("the string %j is shown as %s", (value, shown) => {
  expect(quoted(value)).toBe(shown);
});

test("width is counted in columns: colours take none, wide characters two", () => {
  expect(widthOf("\u001b[31mred\u001b[39m")).toBe(3);
  expect(widthOf("日本")).toBe(4);
  expect(widthOf("e\u0301")).toBe(1);
  expect(widthOf("👩‍🚀")).toBe(2);
  expect(pad("日本", 6)).toBe("日本  ");
  expect(pad("longer", 3)).toBe("longer");
});

test("lines break at spaces only, and hang", () => {
  expect(wrap("one two three four", 9, 2)).toEqual(["one two", "  three", "  four"]);
  expect(wrap("see https://social.example/a/b", 10, 0)).toEqual(["see", "https://social.example/a/b"]);
  expect(wrap("fits", 10, 2)).toEqual(["fits"]);
});

test("a line that breaks between two columns ends with its text", () => {
  expect(wrap("Allow    arn:aws:s3:::b", 10, 2)).toEqual(["Allow", "  arn:aws:s3:::b"]);
});

test("more than five are folded to three in a terminal", () => {
  const five = ["a", "b", "c", "d", "e"];
  expect(fold(five, SCREEN)).toEqual({ shown: five, folded: "" });
  expect(fold([...five, "f"], SCREEN)).toEqual({ shown: ["a", "b", "c"], folded: "… (--full shows all)" });
  expect(fold([...five, "f"], PIPE).shown).toHaveLength(6);
});
