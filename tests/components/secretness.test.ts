/** An argument that is a secret stays secret everywhere: in the state, in the outputs and in the names of resources. */
import { output, secret } from "@pulumi/pulumi";
import { AS_ENGINE, written } from "../../cli/offline/values";
import type { Settings } from "../config/odd-configs";
import { findPlaintext } from "../e2e/canaries";
import { CEPH, Registered } from "./registered";
import { PLACES, placed, type AnyComponent, type Path } from "./text-arguments";

const CANARY = "canary-of-the-secret";

/** Only authentik reads a session token. */
const INPUTS = PLACES.filter(
  ({ name, path, isInput }) =>
    isInput &&
    name.includes("on AWS") &&
    // Only an ARN in a whole statement passes the checks (late-values.test.ts), and only ids that CloudFront knows (below).
    !/additionalStatements|principal|tags|mediaHost/.test(path.join(".")) &&
    (name.startsWith("Authentik") || !name.endsWith("sessionToken")),
);

/** Valid arguments with the value at the path, with a writer and a store that have such a member. */
function argsWith(settings: Settings, path: Path, value: unknown): unknown {
  const [first, ...rest] = path;
  if (first === "backend") {
    return { ...settings, backend: argsWith(settings["backend"] as Settings, rest, value) };
  }
  const kind = path[0] === "writer" && path[1] !== "given" ? String(path[1]) : "given";
  const isOnAws = kind !== "given";
  const writers: Settings = {
    keys: {},
    role: { roleName: "app" },
    given: {
      accessKeyId: "AKIAGIVENBYOPERATOR",
      secretAccessKey: "given-by-the-operator",
      principal: "arn:aws:iam:::user/media",
    },
  };
  const provider = { accessKey: "ADMIN", secretKey: "of-the-store" };
  const args = {
    ...settings,
    store: isOnAws ? { aws: { region: "eu-central-1" } } : { s3: { ...CEPH, provider } },
    writer: { [kind]: writers[kind] },
    ...(!isOnAws && { data: undefined, tags: undefined, additionalStatements: undefined }),
  };
  return placed(args, path, value);
}

/** Everything that the engine gets in plain text, by resource name. */
function inTheClear({ all }: Registered): Record<string, string> {
  return Object.fromEntries(
    all.map(({ inputs, outputs, ...others }) => [
      others.name,
      JSON.stringify([others, written(inputs, AS_ENGINE), written(outputs ?? {}, AS_ENGINE)]),
    ]),
  );
}

const made = (component: AnyComponent, args: unknown): Promise<Registered> =>
  Registered.of(() => new component("one", args as never));

describe.each<[string, (text: string) => unknown]>([
  ["a secret", (text) => secret(text)],
  ["a secret output", (text) => secret(output(text)).apply((value) => value)],
  ["a promise of a secret", (text) => Promise.resolve(secret(text))],
])("an argument that is %s", (_, write) => {
  it.each(INPUTS)("stays secret: $name", async ({ component, settings, path }) => {
    const registered = await made(component, argsWith(settings, path, write(CANARY)));
    expect(JSON.stringify(registered.all)).toContain(CANARY);
    expect(findPlaintext([CANARY], inTheClear(registered))).toEqual([]);
  });
});

test.each(INPUTS.filter(({ path }) => /(secret|session|access)/i.test(String(path.at(-1)))))(
  "a key in plain text becomes a secret: $name",
  async ({ component, settings, path }) => {
    const registered = await made(component, argsWith(settings, path, CANARY));
    expect(JSON.stringify(registered.all)).toContain(CANARY);
    expect(findPlaintext([CANARY], inTheClear(registered))).toEqual([]);
  },
);

const HOST = "files.social.example";
const ZONE_ID = "0123456789abcdef0123456789abcdef";
const ID = "658327ea-f89d-4fab-a63d-7e88639e58f6";
const CERTIFICATE = `arn:aws:acm:us-east-1:123456789012:certificate/${ID}`;

test.each<[what: string, text: string, cloudFront: (text: unknown) => object]>([
  [
    "the id of a zone",
    ZONE_ID,
    (zoneId) => ({ dns: { cloudflare: { zoneId, zoneName: "social.example" } } }),
  ],
  ["the ARN of a certificate", CERTIFICATE, (certificateArn) => ({ dns: { manual: {} }, certificateArn })],
  [
    "the id of a policy",
    ID,
    (cachePolicyId) => ({
      dns: { manual: {} },
      certificateArn: CERTIFICATE.replace("658327ea", "758327ea"),
      cachePolicyId,
    }),
  ],
])("%s that is a secret stays secret at CloudFront", async (_, text, cloudFront) => {
  const made = await Registered.storage({
    mediaHost: { hostname: HOST, cloudFront: cloudFront(secret(text)) } as never,
  });
  expect(JSON.stringify(made.all)).toContain(text);
  expect(findPlaintext([text], inTheClear(made))).toEqual([]);
});
