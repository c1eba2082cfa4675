import { STORE_PRODUCTS } from "../../stores";
import { STORE_NAMES } from "../../stores/names";

test("the names are those of all stores", () => {
  expect(STORE_NAMES).toEqual(Object.keys(STORE_PRODUCTS));
});
