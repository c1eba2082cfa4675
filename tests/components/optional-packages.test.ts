/** Packages that only some arguments need are optional peer dependencies: without one a component says which to install, and creates nothing. */
import { MastodonStorage, SupabaseStorage, type ExternalHostArgs } from "../../components";
import { cloudflarePackageProblems } from "../../components/cloudflare";
import { randomPackageProblems } from "../../components/random";
import { peerDependencies, peerDependenciesMeta } from "../../package.json";
import type { Problem } from "../../validation/problem";
import { Registered, SOCIAL } from "./registered";

const missing = (): never => {
  throw Object.assign(new Error("Cannot find module"), { code: "MODULE_NOT_FOUND" });
};
const broken = (): never => {
  throw new SyntaxError("Unexpected token");
};

const rows: [name: string, path: string, problems: (load?: () => unknown) => Problem[]][] = [
  [
    "@pulumi/cloudflare",
    "mediaHost.cloudFront.dns.cloudflare",
    (load) => cloudflarePackageProblems("mediaHost.cloudFront.dns.cloudflare", load),
  ],
  ["@pulumi/random", "tenantId", (load) => randomPackageProblems("tenantId", load)],
];

it("each of them has a row here", () => {
  const optional = Object.entries(peerDependenciesMeta).flatMap(([name, meta]) =>
    meta.optional ? [name] : [],
  );
  expect(rows.map(([name]) => name)).toEqual(optional);
});

describe.each(rows)("%s", (name, path, problems) => {
  it("is a problem if it is missing, with the command that installs a matching version", () => {
    const [range = ""] = Object.entries(peerDependencies).flatMap(([peer, one]) =>
      peer === name ? [one] : [],
    );
    const install = `npm install ${name}@${/^\^(\d+)\./.exec(range)?.[1]}`;
    expect(problems(missing)).toEqual([
      {
        code: "package-missing",
        path,
        message: `needs the package ${name}, which is not installed; run \`${install}\``,
      },
    ]);
  });

  it("is no problem if it is installed; a broken package throws its own error", () => {
    expect(problems()).toEqual([]);
    expect(() => problems(broken)).toThrow(SyntaxError);
  });
});

describe("without @pulumi/random", () => {
  beforeAll(() => {
    jest.doMock("@pulumi/random/randomBytes", missing);
  });
  afterAll(() => {
    jest.dontMock("@pulumi/random/randomBytes");
  });

  const social = (external: ExternalHostArgs): MastodonStorage =>
    new MastodonStorage("social", { ...SOCIAL, mediaHost: { hostname: "files.social.example", external } });
  const supabase = (): SupabaseStorage =>
    new SupabaseStorage("db", {
      publicUrl: "https://supabase.example",
      tenantId: "stub",
      protocolEndpoint: {},
    });

  it("MastodonStorage can be created, also with a media host", async () => {
    const made = await Registered.of(() => social({}));
    expect(made.all.map(({ name }) => name)).toContain("social-bucket");
  });

  it.each([
    ["a Mastodon that purges its proxy", "mediaHost.external.purge", () => social({ purge: {} })],
    ["a Supabase", "tenantId", supabase],
  ])("%s is an error before anything is registered", async (_, path, make) => {
    const message = `${path}: needs the package @pulumi/random, which is not installed`;
    const made = await Registered.of(() => expect(make).toThrow(message));
    expect(made.all).toEqual([]);
  });
});
