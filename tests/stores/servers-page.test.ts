import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { serversPage } from "./servers-page";

const page = join(__dirname, "../../docs/s3-servers.md");

/** After a change in stores/s3: `UPDATE_SERVERS=1 npx jest tests/stores/servers-page`. Review the difference. */
test("docs/s3-servers.md shows the cells of each server as they are", () => {
  if (process.env["UPDATE_SERVERS"] === "1") writeFileSync(page, serversPage());
  expect(readFileSync(page, "utf8")).toBe(serversPage());
});
