/** The editor's schema refuses nothing that the program takes, and what it cannot refuse is listed with the reason. */
import { APP_NAMES } from "../../apps/names";
import { instancesProblems } from "../../config/check-instances";
import { isMap, type Members } from "../../validation/shape";
import { messagesAbout } from "./editor";
import { oddConfigs, VALID } from "./odd-configs";
import { ONLY_THE_PROGRAM } from "./only-the-program";

const mockAsked: [app: string, settings: unknown][] = [];
const mockInstances: unknown[] = [];

/** Keeps what the rows of remedies ask the checks of an app. */
function mockKept(app: string, path: string): object {
  const real: Record<string, unknown> = jest.requireActual(path);
  const name = `${app}Problems`;
  const check = real[name] as (settings: unknown, path?: string) => unknown;
  const keeping = (settings: unknown, path?: string): unknown => {
    mockAsked.push([app, settings]);
    return check(settings, path);
  };
  return { ...real, [name]: keeping };
}
jest.mock("../../apps/mastodon/validate", () => mockKept("mastodon", "../../apps/mastodon/validate"));
jest.mock("../../apps/authentik/validate", () => mockKept("authentik", "../../apps/authentik/validate"));
jest.mock("../../apps/supabase/validate", () => mockKept("supabase", "../../apps/supabase/validate"));
jest.mock("../../config/check-instances", () => {
  const real: { instancesProblems: typeof instancesProblems } = jest.requireActual(
    "../../config/check-instances",
  );
  const keeping = (value: unknown, path: string): unknown => {
    mockInstances.push(value);
    return real.instancesProblems(value, path);
  };
  return { ...real, instancesProblems: keeping };
});

/** A component's settings as a stack file has them: secrets are config values of their own there. */
function asConfig(settings: unknown): unknown {
  const plain: unknown = JSON.parse(JSON.stringify(settings ?? {}));
  return isMap(plain) ? withoutSecrets(plain) : plain;
}

function withoutSecrets({ writer, backend, ...others }: Members): Members {
  const given = isMap(writer) ? writer["given"] : undefined;
  return {
    ...others,
    ...(writer !== undefined && {
      writer: isMap(writer) && isMap(given) ? { ...writer, given: withoutMembers(given) } : writer,
    }),
    ...(backend !== undefined && { backend: isMap(backend) ? withoutSecrets(backend) : backend }),
  };
}

function withoutMembers(given: Members): Members {
  return Object.fromEntries(
    Object.entries(given).filter(([name]) => !["secretAccessKey", "sessionToken"].includes(name)),
  );
}

/** Whether the program refuses instances, and whether the editor does. */
async function judged(instances: unknown): Promise<{ codes: string[]; messages: string[] }> {
  const codes = new Set(instancesProblems(instances, "i").map(({ code }) => code));
  return { codes: [...codes], messages: await messagesAbout(instances) };
}

/** All instances that the rows are about. */
function instancesOfRows(): unknown[] {
  const ofApps = mockAsked.map(([app, settings]) => ({ one: { [app]: asConfig(settings) } }));
  const plain = mockInstances.map((value) => JSON.parse(JSON.stringify(value ?? null)) as unknown);
  return [...new Map([...ofApps, ...plain].map((one) => [JSON.stringify(one), one])).values()];
}

test("of the settings in the table of remedies, the schema refuses those that the program refuses, and those of few codes not", async () => {
  // Not above: what keeps the settings must exist before the rows ask.
  const { ROWS } = await import("../validation/remedies");
  expect(ROWS.length).toBeGreaterThan(200);
  const all = instancesOfRows();
  expect(all.length).toBeGreaterThan(400);
  const wrongly: unknown[] = [];
  const missed = new Map<string, unknown>();
  const seen = new Set<string>();
  for (const instances of all) {
    const { codes, messages } = await judged(instances);
    if (codes.length === 0 && messages.length > 0) wrongly.push([JSON.stringify(instances), messages]);
    // With several codes nobody can say which one the schema refuses.
    if (codes.length !== 1) continue;
    if (messages.length > 0) seen.add(codes[0]!);
    else if (!missed.has(codes[0]!)) missed.set(codes[0]!, instances);
  }
  expect(wrongly).toEqual([]);
  const unexplained = [...missed].filter(([code]) => !(code in ONLY_THE_PROGRAM));
  expect(unexplained.map(([code, example]) => [code, JSON.stringify(example)])).toEqual([]);
  // A reason for a code of which the schema now refuses everything is out of date.
  expect(Object.keys(ONLY_THE_PROGRAM).filter((code) => !missed.has(code))).toEqual([]);
  expect(seen.size).toBeGreaterThan(60);
});

test("every valid config is valid in the editor", async () => {
  for (const [app, settings] of VALID) expect(await messagesAbout({ one: { [app]: settings } })).toEqual([]);
});

/** `EDITOR_PAIRS=12000 npx jest tests/config/schema-agreement` tries more of them. */
const PAIRS = Number(process.env["EDITOR_PAIRS"] ?? 1_500);

test("of configs with pairs of odd members, each that the program takes is valid in the editor", async () => {
  const wrongly: unknown[] = [];
  const count = { taken: 0, refusedByBoth: 0, refused: 0 };
  for (const { app, settings, what } of oddConfigs(PAIRS)) {
    const { codes, messages } = await judged({ one: { [app]: settings } });
    if (codes.length === 0 && messages.length > 0) wrongly.push([what, messages]);
    if (codes.length === 0) count.taken++;
    else count.refused++;
    if (codes.length > 0 && messages.length > 0) count.refusedByBoth++;
  }
  expect(wrongly).toEqual([]);
  expect(count.taken).toBeGreaterThan(PAIRS / 200);
  // Nearly all that is odd has the wrong type.
  expect(count.refusedByBoth / count.refused).toBeGreaterThan(0.97);
});

test("every app has a config in these tests", () => {
  expect(new Set(VALID.map(([app]) => app))).toEqual(new Set(APP_NAMES));
});
