import { words } from "../../../../cli/offline/program/launch";

test.each<[line: string, words: string[]]>([
  ["", []],
  ["--import tsx", ["--import", "tsx"]],
  ["  --a   --b ", ["--a", "--b"]],
  ['--title="two words" x', ["--title=two words", "x"]],
  ["--title='two words'", ["--title=two words"]],
  ["two\\ words", ["two words"]],
  ['"a \\"quoted\\" word"', ['a "quoted" word']],
  ["'no \\ escape'", ["no \\ escape"]],
])("%j are the arguments %j", (line, expected) => {
  expect(words(line)).toEqual(expected);
});
