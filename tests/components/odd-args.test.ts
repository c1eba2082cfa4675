/** Invalid arguments from plain JavaScript are one clear error, like all other invalid arguments. */
import { InputPropertiesError, output, RunError, runtime, type ComponentResource } from "@pulumi/pulumi";
import { AuthentikStorage, MastodonStorage, SupabaseStorage, s3Provider } from "../../components";
import { VALID, type Settings } from "../config/odd-configs";
import { ANSWERS, CALLS } from "./user-program";

type Constructor = new (name: string, args: unknown) => ComponentResource;

const COMPONENTS = [MastodonStorage, AuthentikStorage, SupabaseStorage] as unknown as Constructor[];
type Make = (args: unknown, name?: unknown) => unknown;
const MADE: [string, Make][] = [
  ...COMPONENTS.map((component): [string, Make] => [
    component.name,
    (args, name) => new component(name as string, args),
  ]),
  ["s3Provider", (s3, name) => s3Provider(name as string, s3 as never)],
];

beforeAll(() =>
  runtime.setMocks({ newResource: ANSWERS["the inputs"]!, call: CALLS["the inputs"]! }, "shop", "test"),
);

/** The paths and the message of the thrown error. */
function thrown(make: () => unknown): { paths: string[]; message: string } {
  try {
    make();
  } catch (error) {
    if (!InputPropertiesError.isInstance(error)) throw error;
    return { paths: error.errors.map(({ propertyPath }) => propertyPath), message: error.message };
  }
  throw new Error("nothing was thrown");
}

describe.each(MADE)("%s", (name, make) => {
  const whole = name === "s3Provider" ? "s3" : "";

  it.each<[string, unknown, string]>([
    ["null", null, "is empty"],
    ["a text", "social", "is a string"],
    ["a number", 7, "is a number"],
    ["a list", [], "is a list"],
    ["a function", () => undefined, "is a function"],
    ["an output", output({}), "is an output"],
    ["a promise", Promise.resolve({}), "is a promise"],
  ])("refuses %s as its arguments", (_, args, what) => {
    const { paths, message } = thrown(() => make(args, "one"));
    expect(paths).toEqual([whole]);
    expect(message).toContain(what);
  });

  it("reports the missing members if there are no arguments", () => {
    const { message } = thrown(() => make(undefined, "one"));
    expect(message).toMatch(/is (missing|empty); (write|set)/);
  });

  it.each([[undefined], [""], [{ bucket: "social-media" }]])("refuses %j for its name", (odd) => {
    const { paths, message } = thrown(() => make({}, odd));
    expect(paths).toEqual([]);
    expect(message).toContain(`${name} has no name; nothing was created. Pass a string first: `);
  });

  it("throws what every host of Pulumi shows without a stack trace and without its members", () => {
    try {
      make({}, "one");
    } catch (error) {
      expect(RunError.isInstance(error)).toBe(true);
      expect(InputPropertiesError.isInstance(error)).toBe(true);
      return;
    }
    throw new Error("nothing was thrown");
  });

  it("reads a getter like any other member", () => {
    const args = {
      get backend() {
        return { store: { s3: 7 } };
      },
      get store() {
        return { s3: 7 };
      },
      get endpoint() {
        return 7;
      },
    };
    const { paths } = thrown(() => make(args, "one"));
    const store = name === "SupabaseStorage" ? "backend.store.s3" : "store.s3";
    expect(paths).toContain(name === "s3Provider" ? "s3.endpoint" : store);
  });
});

const key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYz9QtLm4VKsn";
const nested = { secure: key };

test.each(VALID.filter(([, settings]) => "store" in settings))(
  "%s refuses a nested secret",
  (app, settings) => {
    const component = COMPONENTS.find(({ name }) => name.toLowerCase().startsWith(app))!;
    const s3 = { server: "ceph", endpoint: "https://s3.example.org", region: "default" };
    const args: Settings = {
      ...settings,
      store: { s3: { ...s3, provider: { accessKey: "A", secretKey: nested } } },
      writer: { given: { accessKeyId: "A", secretAccessKey: nested } },
    };
    const { paths, message } = thrown(() => new component("one", args));
    expect(paths).toEqual(
      expect.arrayContaining(["store.s3.provider.secretKey", "writer.given.secretAccessKey"]),
    );
    expect(message).toContain("writer.given.secretAccessKey: is an encrypted value");
    expect(message).not.toContain(key);
  },
);

test("arguments that are an instance of a class do not show secrets", () => {
  class Own {
    webDomain = key;
    bucket = `${key}_`;
    writer = { given: { accessKeyId: "A", secretAccessKey: "hunter2-Passw0rd" } };
    store = { aws: { region: "hunter2-Passw0rd" } };
  }
  const { paths, message } = thrown(() => new MastodonStorage("one", new Own()));
  expect(paths).toEqual(expect.arrayContaining(["webDomain", "bucket", "store.aws.region"]));
  expect(message).not.toMatch(/wJalr|hunter2/i);
});
