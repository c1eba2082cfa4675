/** Which public URLs a Supabase instance can have, in the internet and in a private network. */
import { openedSupabase } from "../../../apps/supabase/opened";
import { supabaseProblems } from "../../../apps/supabase/validate";
import { supabaseWarnings } from "../../../apps/supabase/warnings";
import { messagesOf } from "../../validation/of";
import { backend, backendOnCeph, CEPH, endpointOnly } from "./fixtures";

const PRIVATE_ONLY =
  "is in a private network, so upload URLs and the S3 endpoint work only for clients in that network.";
const PLAIN_HTTP = "publicUrl is plain http";

const problemsOf = (publicUrl: string, allowHttp?: unknown): string[] =>
  supabaseProblems({ ...endpointOnly({ publicUrl }), allowHttp }).map(({ path }) => path);
const warningsOf = (publicUrl: string, allowHttp = false): string[] =>
  messagesOf(supabaseWarnings(openedSupabase(endpointOnly({ publicUrl, allowHttp }))));

describe("a public URL in a private network", () => {
  test.each([
    "http://192.168.1.10:8000",
    "http://supabase",
    "http://supabase.example",
    "http://[fd00::1]:8000",
  ])("%s needs allowHttp and is warned of", (url) => {
    expect(problemsOf(url)).toEqual(["publicUrl"]);
    expect(problemsOf(url, false)).toEqual(["publicUrl"]);
    expect(problemsOf(url, true)).toEqual([]);
    expect(warningsOf(url, true)).toContainEqual(expect.stringContaining(PLAIN_HTTP));
  });

  test.each([
    ...[
      "https://myhost:44307",
      "https://192.168.1.10",
      "https://172.31.0.1:8443",
      "https://10.1.2.3",
      "https://[fd12::1]",
    ],
    ...["https://nas.local", "https://supabase.internal", "https://supabase.home.arpa"],
  ])("%s is accepted, and the operator is told who can reach it", (url) => {
    expect(problemsOf(url)).toEqual([]);
    expect(problemsOf(url, true)).toEqual([]);
    expect(warningsOf(url)).toContainEqual(expect.stringContaining(PRIVATE_ONLY));
  });

  test.each(["https://supabase.example", "https://172.32.0.1", "https://11.0.0.1", "https://local.example"])(
    "%s is public, so there is no such warning",
    (url) => {
      const warnings = warningsOf(url).join("\n");
      expect(warnings).not.toContain(PRIVATE_ONLY);
      expect(warnings).not.toContain(PLAIN_HTTP);
    },
  );

  test.each([
    ...[
      "http://localhost:8000",
      "https://localhost",
      "http://127.0.0.1:8000",
      "http://127.1",
      "http://2130706433:8000",
    ],
    ...[
      "http://[::1]:8000",
      "http://0.0.0.0:8000",
      "https://[::ffff:127.0.0.1]",
      "http://studio.localhost:8000",
    ],
  ])("%s stays an error, for no client elsewhere reaches it", (url) => {
    expect(problemsOf(url, true)).toEqual(["publicUrl"]);
    expect(problemsOf(url)).toEqual(["publicUrl"]);
  });

  test("allowHttp is true or false", () =>
    expect(problemsOf("https://supabase.example", "yes")).toEqual(["allowHttp"]));
});

describe("a version that lacks a setting", () => {
  const problems = (settings: object): string[] => messagesOf(supabaseProblems(settings));

  test("without GLOBAL_S3_FORCE_PATH_STYLE a store with the bucket in the path cannot be used", () => {
    expect(problems(backendOnCeph({ version: "0.26.9" }))).toEqual([
      expect.stringContaining("no GLOBAL_S3_FORCE_PATH_STYLE"),
    ]);
    expect(problems(backendOnCeph({ version: "0.27.0" }))).toEqual([]);
    const store = { s3: { ...CEPH, pathStyle: false } };
    expect(problems(backendOnCeph({ version: "0.26.9" }, { store }))).toEqual([]);
    expect(problems(backend({ version: "0.26.9" }))).toEqual([]);
  });

  test("without TENANT_ID no version can be used", () => {
    expect(problems(backend({ version: "0.9.9" }))).toEqual([expect.stringContaining("older than 0.10.0")]);
    expect(problems(backend({ version: "0.10.0" }))).toEqual([]);
  });
});
