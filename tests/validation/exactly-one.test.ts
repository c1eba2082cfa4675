import { exactlyOne, membersSet } from "../../validation/exactly-one";
import { argsProblems } from "../../validation/rules";
import { STRING, object } from "../../validation/shape";

interface Drinks {
  tea?: string;
  milk?: string;
}

const rules = exactlyOne<Drinks>(["tea", "milk"], {
  none: { code: "store-missing", message: "names no drink; set `tea`" },
  several: { code: "store-both" },
});
const found = (drinks: object) =>
  argsProblems({ shape: object({ tea: STRING, milk: STRING }, []), rules }, drinks, "drink").map(
    ({ path, code, message }) => [path, code, message],
  );

test("one member is fine", () => {
  expect(found({ milk: "oat" })).toEqual([]);
});

test("no member is an error, unless an unknown member may be a misspelling of one", () => {
  expect(found({})).toEqual([["drink", "store-missing", "names no drink; set `tea`"]]);
  expect(found({ mlik: "oat" }).map(([path, code]) => [path, code])).toEqual([
    ["drink.mlik", "unknown-member"],
  ]);
});

test("several members are an error that names them, with the remedy of the argument if it has one", () => {
  const both = { milk: "oat", tea: "green" };
  expect(found(both)).toEqual([["drink", "store-both", "sets tea and milk; set exactly one of them"]]);
  const ownRemedy = exactlyOne<Drinks>(["tea", "milk"], {
    none: { code: "store-missing", message: "" },
    several: { code: "store-both", remedy: ({ tea }) => `remove ${tea}` },
  });
  const shape = object({ tea: STRING, milk: STRING }, []);
  expect(argsProblems({ shape, rules: ownRemedy }, both, "")).toMatchObject([
    { message: "sets tea and milk; remove green" },
  ]);
});

test("members that are undefined are not set", () => {
  expect(membersSet(["tea", "milk"], { tea: undefined, milk: "oat" })).toEqual(["milk"]);
});
