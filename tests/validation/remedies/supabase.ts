/** Remedies about the settings of Supabase. */
import type { Problem } from "../../../validation/problem";
import { supabaseProblems } from "../../../apps/supabase/validate";
import { backend } from "../../apps/supabase/fixtures";
import { change, type Row, type Settings } from "./row";

const onSupabase = (rest: Settings): Problem[] => supabaseProblems({ ...backend(), ...rest });
const supabaseSettings = change(onSupabase, (value) => value as Settings);

export const SUPABASE: Row[] = [
  supabaseSettings(
    "tenant-id",
    'letters, digits, "_", "." and "-", without a slash',
    { tenantId: "a/b" },
    { tenantId: "a-b" },
  ),
  supabaseSettings(
    "tenant-id-same",
    "set the value before the change",
    { previousTenantId: "acme" },
    { previousTenantId: "stub" },
  ),
  supabaseSettings(
    "key-rotation-empty",
    "set any string",
    { protocolEndpoint: { keyRotation: "" } },
    { protocolEndpoint: { keyRotation: "2026" } },
  ),
  supabaseSettings(
    "key-rotation-empty",
    "remove it",
    { protocolEndpoint: { keyRotation: "" } },
    { protocolEndpoint: {} },
  ),
  supabaseSettings(
    "cors-unused",
    "remove it",
    { backend: { ...backend().backend, corsOrigins: [] } },
    { backend: backend().backend },
  ),
  supabaseSettings(
    "public-url-scheme",
    'add "https://" in front',
    { publicUrl: "supabase.example" },
    { publicUrl: "https://supabase.example" },
  ),
  supabaseSettings(
    "public-url-path",
    'change it to "https://supabase.example"',
    { publicUrl: "https://supabase.example/" },
    { publicUrl: "https://supabase.example" },
  ),
  supabaseSettings(
    "public-url-loopback",
    'like "https://supabase.example"',
    { publicUrl: "http://localhost:8000" },
    { publicUrl: "https://supabase.example" },
  ),
  supabaseSettings(
    "public-url-http",
    'change it to "https://supabase.example"',
    { publicUrl: "http://supabase.example" },
    { publicUrl: "https://supabase.example" },
  ),
  supabaseSettings(
    "public-url-http",
    "`allowHttp: true`",
    { publicUrl: "http://supabase.example" },
    { publicUrl: "http://supabase.example", allowHttp: true },
  ),
  supabaseSettings("feature-missing", "`backend`", { backend: undefined }, {}),
  supabaseSettings(
    "feature-missing",
    "`protocolEndpoint: {}`",
    { backend: undefined },
    { protocolEndpoint: {} },
  ),
  supabaseSettings(
    "media-host-unsupported",
    "remove it",
    { mediaHost: { hostname: "files.example", external: {} } },
    {},
  ),
  supabaseSettings(
    "unknown-member",
    "move it to `backend: { tags: ... }`",
    { tags: { a: "b" } },
    { backend: { ...backend().backend, tags: { a: "b" } } },
  ),
];
