/**
 * `media-storage env --into` among links, lists and what else a folder can hold. As root: in a folder of an app's user, who may plant
 * anything there. Whatever is there, a file is replaced whole or everything stays as it was, and root's own file is never read.
 */
import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  lchownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname } from "node:path";
import { parse } from "dotenv";
import fc from "fast-check";
import { backupName } from "../../../cli/env/backups";
import { dotenv } from "../../../env/formats/dotenv";
import { entry, secret } from "../../env/values";
import { run } from "./from-block";
import { testFolder } from "./folder";

const at = testFolder();
const me = process.getuid?.() ?? 0;
const [APP, OTHER] = me === 0 ? [4321, 1234] : [me, me];
const users = fc.constantFrom(me, APP, APP, OTHER);

const OLD = "SMTP_PASSWORD=canary-mail\nS3_BUCKET=old\n";
const BLOCK = dotenv("Media storage of social.example in the bucket social-media", [
  entry("S3_ENABLED", "true"),
  entry("S3_BUCKET", "social-media"),
  secret("AWS_SECRET_ACCESS_KEY", "canary-new"),
]);
/** Root's alone, and a well-formed env file, so that nothing but its owner keeps it from being used. */
const VICTIM = "ROOT_PASSWORD=canary-root\n";

const hasTools = ["setfacl", "setfattr"].every((tool) => spawnSync(tool, ["--version"]).status === 0);

interface Circumstances {
  /** What is at the name `.env`. */
  kind:
    | "file"
    | "link"
    | "link to link"
    | "dangling link"
    | "folder"
    | "fifo"
    | "nothing"
    | "link to victim"
    | "circle";
  owner: number;
  mode: number;
  hasSecondName: boolean;
  attributes: boolean;
  /** Who made the link to the file, or to its folder; and whether the path goes through one. */
  linkOwner: number;
  isFolderLinked: boolean;
  folderOwner: number;
  folderMode: number;
  /** What somebody left beside the file. */
  planted: {
    name: "new" | "backup" | "newer backup";
    kind: "link" | "hard link" | "file" | "folder" | "fifo";
    owner: number;
  }[];
}

const circumstances: fc.Arbitrary<Circumstances> = fc
  .record({
    kind: fc.oneof(
      { weight: 4, arbitrary: fc.constant("file" as const) },
      {
        weight: 6,
        arbitrary: fc.constantFrom(
          "link",
          "link to link",
          "dangling link",
          "folder",
          "fifo",
          "nothing",
          "link to victim",
          "circle",
        ),
      },
    ),
    owner: users,
    mode: fc.constantFrom(0o600, 0o640, 0o444, 0o400),
    hasSecondName: fc.boolean(),
    attributes: fc.boolean(),
    linkOwner: users,
    isFolderLinked: fc.boolean(),
    folderOwner: users,
    folderMode: fc.constantFrom(0o755, 0o700, 0o1777),
    planted: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom("new", "backup", "newer backup"),
        kind: fc.constantFrom("link", "hard link", "file", "folder", "fifo"),
        owner: users,
      }),
      { maxLength: 2, selector: ({ name }) => name },
    ),
  })
  // The caller's own link to the caller's own file is what they say it is.
  .filter(({ kind, linkOwner }) => kind !== "link to victim" || linkOwner !== me);

const link = (target: string, name: string, owner: number): void => {
  symlinkSync(target, at(name));
  lchownSync(at(name), owner, owner);
};

function make(given: Circumstances): void {
  mkdirSync(at("root"), { mode: 0o700 });
  writeFileSync(at("root/victim"), VICTIM, { mode: 0o600 });
  writeFileSync(at("block"), BLOCK, { mode: 0o600 });
  for (const name of ["app", "app/conf", "app/shared"]) mkdirSync(at(name));
  if (given.isFolderLinked) link("conf", "app/current", given.linkOwner);
  const isLink = given.kind === "link" || given.kind === "link to link";
  const file = isLink ? "app/shared/env" : "app/conf/.env";
  if (isLink || given.kind === "file") {
    writeFileSync(at(file), OLD);
    chownSync(at(file), given.owner, given.owner);
    chmodSync(at(file), given.mode);
    if (given.attributes && hasTools) {
      execFileSync("setfacl", ["-m", "u:99:r,g::---", at(file)]);
      execFileSync("setfattr", ["-n", "user.note", "-v", "mine", at(file)]);
    }
    if (given.hasSecondName) linkSync(at(file), at("app/shared/second"));
  }
  const targets: Partial<Record<Circumstances["kind"], string>> = {
    link: "../shared/env",
    "link to link": "../shared/first",
    "dangling link": "../shared/nothing",
    "link to victim": "../../root/victim",
    circle: ".env",
  };
  const target = targets[given.kind];
  if (target !== undefined) link(target, "app/conf/.env", given.linkOwner);
  if (given.kind === "link to link") link("env", "app/shared/first", given.linkOwner);
  if (given.kind === "folder") mkdirSync(at("app/conf/.env"));
  if (given.kind === "fifo") execFileSync("mkfifo", [at("app/conf/.env")]);
  for (const one of given.planted) plant(one, file);
  for (const name of ["app", "app/conf", "app/shared"]) {
    chownSync(at(name), given.folderOwner, given.folderOwner);
    chmodSync(at(name), given.folderMode);
  }
}

function plant({ name, kind, owner }: Circumstances["planted"][number], file: string): void {
  const years = { backup: 2025, "newer backup": 2099 };
  const place =
    name === "new" ? `${file}.media-storage-new` : backupName(file, new Date(Date.UTC(years[name], 0, 1)));
  if (kind === "link") link(at("root/victim"), place, owner);
  if (kind === "hard link") linkSync(at("root/victim"), at(place));
  if (kind === "folder") mkdirSync(at(place));
  if (kind === "fifo") execFileSync("mkfifo", [at(place)]);
  if (kind === "file") {
    writeFileSync(at(place), "PLANTED=canary-planted\n", { mode: 0o600 });
    chownSync(at(place), owner, owner);
  }
}

/** All that is below the folder: kind, mode, owner and content of each, and lists and attributes. */
function tree(): Record<string, string> {
  const attributes = attributesBelow();
  const below = (folder: string): [string, string][] =>
    readdirSync(at(folder)).flatMap((child) => {
      const name = folder === "" ? child : `${folder}/${child}`;
      const stats = lstatSync(at(name));
      const content = stats.isSymbolicLink()
        ? readlinkSync(at(name))
        : stats.isFile()
          ? readFileSync(at(name), "utf8") + (attributes.get(at(name)) ?? "")
          : "";
      const line = [stats.mode.toString(8), stats.uid, stats.gid, content].join(" ");
      return [[name, line], ...(stats.isDirectory() ? below(name) : [])];
    });
  return Object.fromEntries(below(""));
}

function attributesBelow(): Map<string, string> {
  if (!hasTools) return new Map();
  const args = ["-R", "-P", "--dump", "--match=-", "--encoding=hex", "--absolute-names", at()];
  const blocks = spawnSync("getfattr", args, { encoding: "utf8" }).stdout.split("\n\n");
  return new Map(
    blocks.map((block) => [/^# file: (.*)/.exec(block)?.[1] ?? "", block.replace(/^#.*\n/, "")]),
  );
}

/** A link on the way of somebody who is neither root, nor the caller, nor the owner of what it leads to. */
const isForeign = ({ kind, isFolderLinked, linkOwner, owner }: Circumstances): boolean =>
  (isFolderLinked || kind !== "file") && ![0, me, owner].includes(linkOwner);

async function applied(given: Circumstances): Promise<"written" | "refused"> {
  for (const name of readdirSync(at())) rmSync(at(name), { recursive: true });
  make(given);
  const path = at(given.isFolderLinked ? "app/current/.env" : "app/conf/.env");
  const before = tree();
  const { code, said } = await run({ into: path, from: at("block") });
  expect(said).not.toContain("canary");
  const after = tree();
  if (code !== 0) {
    expect(said).toMatch(/^error: /m);
    expect(after).toEqual(before);
    return "refused";
  }
  expect(["file", "link", "link to link"]).toContain(given.kind);
  expect(isForeign(given)).toBe(false);
  const file = given.kind === "file" ? "app/conf/.env" : "app/shared/env";
  const isNew = (name: string): boolean => name !== file && before[name] === undefined;
  const [backup = "", ...more] = Object.keys(after).filter(isNew);
  expect([dirname(backup), more]).toEqual([dirname(file), []]);
  expect(basename(backup)).toMatch(/^\.?env\.before-s3-\d{8}T\d{9}Z$/);
  expect(after[backup]).toBe(before[file]);
  const text = readFileSync(at(file), "utf8");
  expect(parse(text)).toEqual({ SMTP_PASSWORD: "canary-mail", ...parse(BLOCK) });
  expect(after[file]?.replace(text, OLD)).toBe(before[file]);
  expect({ ...after, [file]: "", [backup]: "" }).toEqual({ ...before, [file]: "", [backup]: "" });
  // What somebody with the right to do so left as the newest backup is the newest backup.
  if (!given.planted.some(({ name, kind }) => name === "newer backup" && kind === "file"))
    await expectTheWayBack(path, file, before);
  return "written";
}

async function expectTheWayBack(path: string, file: string, before: Record<string, string>): Promise<void> {
  const { code, said } = await run({ into: path, restore: true });
  expect([code, said.includes("canary")]).toEqual([0, false]);
  expect(tree()[file]).toBe(before[file]);
}

test("the file is replaced whole, with all that it is, or everything stays as it was", async () => {
  const seen = { written: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(circumstances, async (given) => {
      seen[await applied(given)]++;
    }),
    { numRuns: 60 },
  );
  expect(Math.min(seen.written, seen.refused)).toBeGreaterThan(5);
});

test("--restore takes nothing that somebody planted, and root's file appears nowhere", async () => {
  await fc.assert(
    fc.asyncProperty(circumstances, async (given) => {
      for (const name of readdirSync(at())) rmSync(at(name), { recursive: true });
      make(given);
      const before = tree();
      const { code, said } = await run({ into: at("app/conf/.env"), restore: true });
      expect(said).not.toContain("canary");
      const after = tree();
      if (code !== 0) expect(after).toEqual(before);
      const withRoots = (all: Record<string, string>): string[] =>
        Object.keys(all).filter((name) => all[name]?.includes("canary-root"));
      expect(withRoots(after)).toEqual(withRoots(before));
      for (const name of withRoots(before)) expect(after[name]).toBe(before[name]);
    }),
    { numRuns: 60 },
  );
});
