/** Whatever the values of two members are: problems are reported, and a config without problems is previewed and created. Nothing throws. */
import { ComponentResource, InputPropertiesError, runtime } from "@pulumi/pulumi";
import { modelOf } from "../../cli/preview/model-of";
import { previewJson } from "../../cli/preview/preview-json";
import { record } from "../cli/offline/record";
import { renderPart } from "../../cli/preview/render";
import { AuthentikStorage, MastodonStorage, SupabaseStorage } from "../../components";
import { instancesProblems } from "../../config/check-instances";
import { readInstances } from "../../config/read-instances";
import { UserError } from "../../validation/user-error";
import type { AppName } from "../../apps/names";
import program from "../../index";
import { DELETED, ODD_VALUES, VALID, oddConfigs, withSecretKey } from "./odd-configs";

// Thousands of configs take long on a busy machine.
jest.setTimeout(120_000);

/** `PAIRS=200000 npx jest tests/config/pairwise` tries more of them than every run does. */
const COUNT = Number(process.env["PAIRS"] ?? 12_000);
/** A preview takes 50 to 200 ms. */
const PREVIEWS = COUNT / 400;

const problemsOf = (app: AppName, settings: unknown) => instancesProblems({ one: { [app]: settings } }, "c");

/** The exceptions, one for each place that throws; expected to be empty. */
class Thrown {
  private readonly places = new Map<string, string>();

  add(what: string, error: unknown): void {
    const stack = error instanceof Error ? (error.stack ?? "").split("\n    at ") : [];
    const place = stack.slice(0, 3).join(" <- ");
    if (!this.places.has(place)) this.places.set(place, what);
  }

  get list(): string[] {
    return [...this.places].map(([place, what]) => `${what}: ${place}`);
  }
}

function throwing(
  count: number,
  attempt: (app: AppName, settings: unknown) => void,
  values?: unknown[],
): string[] {
  const thrown = new Thrown();
  for (const { app, settings, what } of oddConfigs(count, values)) {
    try {
      attempt(app, settings);
    } catch (error) {
      thrown.add(what, error);
    }
  }
  return thrown.list;
}

const valuesOf = (app: AppName, settings: unknown): Record<string, string> => ({
  "media-storage:instances": JSON.stringify({ one: { [app]: settings } }),
  "media-storage:oneSecretAccessKey": "canary",
});

describe("each pair of members, replaced or deleted", () => {
  it("begins with configs that have no problem", () => {
    expect(VALID.map(([app, settings]) => problemsOf(app, settings))).toEqual(VALID.map(() => []));
  });

  it("is checked without an exception, and every problem has a path and a message", () => {
    expect(
      throwing(COUNT, (app, settings) => {
        for (const { path, message } of problemsOf(app, settings)) {
          if (!path.startsWith("c") || !/\S/.test(message)) throw new Error(`${path}: ${message}`);
        }
      }),
    ).toEqual([]);
  });

  it("is read, or refused without a stack trace", () => {
    expect(
      throwing(COUNT / 8, (app, settings) => {
        runtime.setAllConfig(valuesOf(app, settings));
        try {
          readInstances();
        } catch (error) {
          if (!UserError.isInstance(error)) throw error;
        }
      }),
    ).toEqual([]);
  });

  it("is previewed as text and as JSON where it has no problem", async () => {
    const thrown = new Thrown();
    // Values that most often leave a config without a problem.
    const values = [DELETED, true, false, "a", "constructor", {}, { __pulumiOutput: true }];
    const sound = [...oddConfigs(COUNT, values)].filter(
      ({ app, settings }) => problemsOf(app, settings).length === 0,
    );
    const step = Math.ceil(sound.length / PREVIEWS);
    for (const { app, settings, what } of sound.filter((_, i) => i % step === 0)) {
      const values = valuesOf(app, settings);
      if (!JSON.stringify(settings).includes('"given"')) delete values["media-storage:oneSecretAccessKey"];
      const config = { project: "media-storage", stack: "dev", values, secretKeys: [] };
      try {
        const registrations = await record(config, program);
        renderPart(modelOf(registrations), { colour: false, width: 100, full: true }, "dev");
        JSON.stringify(previewJson(config, OFFLINE, registrations, 0));
      } catch (error) {
        thrown.add(what, error);
      }
    }
    expect(thrown.list).toEqual([]);
    expect(sound.length).toBeGreaterThan(PREVIEWS);
  });
});

const OFFLINE = { program: "index.ts", isOwnProgram: true, invokes: [], stackReferences: [] };

describe("a component with arguments from plain JavaScript", () => {
  const COMPONENTS: Record<AppName, new (name: string, args: never) => ComponentResource> = {
    mastodon: MastodonStorage,
    authentik: AuthentikStorage,
    supabase: SupabaseStorage,
  };
  class Odd {
    a = 1;
  }
  const values = [...ODD_VALUES, Symbol("x"), 1n, NaN, () => 1, new Odd(), new Date(0), new Map()];

  beforeAll(async () => {
    await runtime.setMocks({
      newResource: ({ inputs, name }) => ({
        id: name,
        state: { ...inputs, secret: "canary", hex: "c0ffee" } as Record<string, unknown>,
      }),
      call: () => ({}),
    });
  });

  it("is created, or throws one error with a path for each problem", () => {
    expect(
      throwing(
        COUNT / 8,
        (app, settings) => {
          try {
            new COMPONENTS[app]("one", withSecretKey(settings) as never);
          } catch (error) {
            if (!InputPropertiesError.isInstance(error)) throw error;
          }
        },
        values,
      ),
    ).toEqual([]);
  });
});
