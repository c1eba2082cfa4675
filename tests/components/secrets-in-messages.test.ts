/** No message of a component shows a secret, in whichever argument it is. */
import fc from "fast-check";
import { InputPropertiesError, output, runtime, secret } from "@pulumi/pulumi";
import { MastodonStorage } from "../../components";
import { VALID, type Settings } from "../config/odd-configs";
import { PLACES, placed, type AnyComponent, type Path } from "./text-arguments";

/** The error of the component about the arguments, which also have another problem. */
function saidOf(component: AnyComponent, args: unknown): string {
  try {
    new component("one", { ...(args as Settings), unknownMember: true } as never);
    return "";
  } catch (error) {
    const { message, errors } = error as InputPropertiesError;
    return [message, (error as Error).stack, JSON.stringify(errors)].join("\n");
  }
}

/** A key in the form of AWS, and one in the form of Ceph. */
const KEYS = ["wJalrXUtnFEMI/K7MDENG/bPxRfiCYz9QtLm4VKsn", "h7GhxuBLTrlhVUyxSPUKUV8r/2EI4ngqJxD7iBdBYLhw"];

/** The parts of a secret that are too long to be a word, unchanged or in lower case. */
function partsShown(said: string, secret: string): string[] {
  const lower = said.toLowerCase();
  const starts = Array.from({ length: Math.max(1, secret.length - 5) }, (_, i) => i);
  return starts
    .map((i) => secret.slice(i, i + 6))
    .filter((part) => lower.includes(part.toLowerCase()))
    .map((part) => `${part} in ${said.split("\n    at ")[0] ?? ""}`);
}

/** Strings with a secret in them, and a secret that somebody chose, which does not look like one. */
const AROUND: Record<string, { write: (secret: string) => string; password: string }> = {
  itself: { write: (secret) => secret, password: "hunter2-Passw0rd" },
  "more around it": { write: (secret) => `x ${secret}'\n`, password: "correct horse battery" },
  "slashes around it": { write: (secret) => `/${secret}/`, password: "s3cr3t.Word" },
  "a scheme before it": { write: (secret) => `https://${secret}`, password: "Tr0ub4dor" },
};

/** For each place, the errors of the arguments of `argsAt` that show a part of the secret. */
function shownAt(secret: string, argsAt: (settings: unknown, path: Path) => unknown): string[] {
  return PLACES.flatMap(({ name, component, settings, path }) =>
    partsShown(saidOf(component, argsAt(settings, path)), secret)
      .slice(0, 1)
      .map((shown) => `${name}: ${shown}`),
  );
}

describe("an argument that is a string", () => {
  it("is each string in the schema", () => {
    expect(PLACES.length).toBeGreaterThan(150);
    expect(new Set(PLACES.map(({ path }) => path.join(".")))).toContain("tags.name");
  });

  it.each<[string, (value: string) => unknown]>([
    ["a secret", (value) => secret(value)],
    ["a secret output", (value) => secret(output(value))],
    ["a secret in a map", (value) => ({ value: secret(value) })],
    ["a promise", (value) => Promise.resolve(value)],
    ["a map of the config", (value) => ({ secure: value })],
  ])("is not shown if it is %s", (_, write) => {
    expect(shownAt(KEYS[0]!, (settings, path) => placed(settings, path, write(KEYS[0]!)))).toEqual([]);
  });

  describe.each(Object.entries(AROUND))("with a secret in it, as %s,", (_, { write, password }) => {
    it.each(KEYS)("is not shown if it looks like a key: %s", (one) => {
      expect(shownAt(one, (settings, path) => placed(settings, path, write(one)))).toEqual([]);
    });

    it("is not shown if it is also the given secret", () => {
      const given = { accessKeyId: "AKIAGIVEN", secretAccessKey: password };
      const argsAt = (settings: unknown, path: Path): unknown =>
        placed(placed(settings, ["writer"], { given }), path, write(password));
      expect(shownAt(password, argsAt)).toEqual([]);
    });

    it("is not shown if it is the secret of the store's key", () => {
      const provider = { accessKey: "ADMIN", secretKey: password };
      const argsAt = (settings: unknown, path: Path): unknown =>
        placed(placed(settings, ["store", "s3", "provider"], provider), path, write(password));
      expect(shownAt(password, argsAt)).toEqual([]);
    });

    it("is not shown if it is a secret of the stack's config", () => {
      for (const value of [password, JSON.stringify({ a: [{ b: password }] })]) {
        runtime.setAllConfig({ "other:key": value, "other:plain": "x" }, ["other:key"]);
        expect(shownAt(password, (settings, path) => placed(settings, path, write(password)))).toEqual([]);
      }
      runtime.setAllConfig({});
    });
  });

  it.each([
    "https://user:%@s3.example.org",
    "https://%@s3.example.org/a",
    "user:%@files.example",
    "ftp://a:%@x",
  ])("is not shown if it is a URL with a password: %s", (url) => {
    const password = "hunter2-Passw0rd";
    const value = url.replace("%", password);
    expect(shownAt(password, (settings, path) => placed(settings, path, value))).toEqual([]);
  });

  it("is not shown if it is any key of random letters and digits", () => {
    const random = fc
      .array(fc.nat(ALPHABET.length - 1), { minLength: 40, maxLength: 64 })
      .map((characters) => characters.map((i) => ALPHABET.charAt(i)).join(""))
      .filter((text) => /[a-z].*[A-Z]|[A-Z].*[a-z]/.test(text));
    fc.assert(
      fc.property(fc.nat(PLACES.length - 1), random, (i, one) => {
        const { component, settings, path } = PLACES[i]!;
        expect(partsShown(saidOf(component, placed(settings, path, one)), one)).toEqual([]);
      }),
      // About one in ten thousand keys does not look like one.
      { numRuns: 300, endOnFailure: true, seed: 1 },
    );
  });
});

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

describe("a value that is not a secret", () => {
  const [[, mastodon] = []] = VALID;
  it.each<[Path, string]>([
    [["bucket"], "Social_Media_2024_Backups"],
    [["bucket"], "SocialMediaBackups2024"],
    [["webDomain"], "https://Social.Example/about"],
    [["keyPrefix"], "/Media/2024/Uploads/Of/Everybody/"],
    [["store", "aws", "region"], "eu-Central-1-or-eu-West-2"],
    [["access"], "BucketPolicyOrObjectAcl"],
    [["bucketSource"], "other-bucket-0123456789abcdef"],
    [["additionalStatements", 0, "principals", 0], "arn:aws:iam::111111111111:user/Backup Of Everything"],
  ])("is shown, also if there is a given secret: %j", (path, value) => {
    const given = { accessKeyId: "AKIAGIVENBYOPERATOR", secretAccessKey: KEYS[0] };
    const args = placed(mastodon, path, value) as Settings;
    const messages = [args, placed(args, ["writer"], { given })].map((each) => saidOf(MastodonStorage, each));
    for (const said of messages) expect(said).toContain(value);
  });
});
