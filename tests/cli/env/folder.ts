import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder for each test of a file. Returns what gives the path of a name in it. */
export function testFolder(): (name?: string) => string {
  let folder = "";
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "media-storage-env-")));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  return (name = "") => join(folder, name);
}
