/** Args from the config are checked once: by the config's check, and not by the component again. */
import { Config, runtime } from "@pulumi/pulumi";
import { APPS } from "../../apps";
import type { App } from "../../apps/app";
import { problemsOf, problemsOfFixed } from "../../apps/checked-args";
import { APP_NAMES, type AppName } from "../../apps/names";
import { validPlan } from "../../components/storage";
import { readInstances } from "../../config/read-instances";

const store = { aws: { region: "eu-central-1" } };
const mastodon = { webDomain: "social.example", bucket: "social-media", store };
const SETTINGS: Record<AppName, object> = {
  mastodon,
  authentik: { version: "2026.2.1", origins: ["https://auth.example"], bucket: "auth-media", store },
  supabase: {
    publicUrl: "https://supabase.example",
    version: "1.30.0",
    tenantId: "stub",
    backend: { bucket: "supabase-files", store },
  },
};

beforeAll(() =>
  runtime.setMocks({ newResource: ({ name }) => ({ id: name, state: {} }), call: () => ({}) }, "p", "s"),
);

/** How often the args of an instance of the config are checked until they have a plan. */
function checksOf(app: AppName, settings: object, others: Record<string, string> = {}): number {
  runtime.setAllConfig({ "p:instances": JSON.stringify({ one: { [app]: settings } }), ...others });
  const validate = jest.spyOn(APPS[app], "validate");
  try {
    const [instance] = readInstances(new Config("p"));
    validPlan("Storage", "one", APPS[app] as unknown as App<object>, instance?.args ?? {});
    return validate.mock.calls.length;
  } finally {
    validate.mockRestore();
  }
}

test.each(APP_NAMES)("settings of %s in the config are checked once", (app) => {
  expect(checksOf(app, SETTINGS[app])).toBe(1);
});

test("settings whose secret is filled in are checked again, with the secret", () => {
  const writer = { given: { accessKeyId: "AKIAEXAMPLE" } };
  expect(checksOf("mastodon", { ...mastodon, writer }, { "p:oneSecretAccessKey": "secret" })).toBe(2);
});

test("args in which a problem was found are checked again", () => {
  const args = { ...mastodon, webDomain: "social" };
  const [problem] = problemsOfFixed(APPS.mastodon, args, "path");
  expect(problem?.code).toBe("hostname-one-label");
  expect(problemsOf(APPS.mastodon, args)).not.toEqual([]);
});

test("only the very object that was checked is not checked again", () => {
  expect(problemsOfFixed(APPS.mastodon, mastodon, "path")).toEqual([]);
  const validate = jest.fn(() => []);
  problemsOf({ validate }, mastodon);
  expect(validate).not.toHaveBeenCalled();
  problemsOf({ validate }, { ...mastodon });
  expect(validate).toHaveBeenCalledTimes(1);
});

test("args that a program passes are checked each time, because it may change them", () => {
  const args = { ...mastodon };
  expect(problemsOf(APPS.mastodon, args)).toEqual([]);
  args.bucket = "Not_A_Bucket";
  expect(problemsOf(APPS.mastodon, args)).not.toEqual([]);
});
