/**
 * Invalid settings, one row for each remedy that a message names: the words of the message that say what to do, and the settings
 * after somebody has done that. remedies.test.ts proves the remedies, and messages.test.ts makes docs/messages.md from the rows:
 * the examples of a code are in the order of its rows.
 */
import { AUTHENTIK } from "./authentik";
import { BUCKET } from "./bucket";
import { CLOUDFRONT_HOST } from "./cloudfront";
import { CONFIG } from "./config";
import { EXTERNAL_HOST } from "./external";
import { HOSTNAME } from "./hostname";
import { LEGACY } from "./legacy";
import { LIFECYCLE } from "./lifecycle";
import { MASTODON } from "./mastodon";
import { ONLY_FROM } from "./only-from";
import { PROXY } from "./proxy";
import { GARAGE } from "./garage";
import { R2_HOST } from "./r2-host";
import type { Row } from "./row";
import { RUNBOOK } from "./runbook";
import { SERVICES } from "./services";
import { SHAPE } from "./shape";
import { STATEMENTS } from "./statements";
import { STORE } from "./store";
import { SUPABASE } from "./supabase";
import { WRITER } from "./writer";

export { WITHOUT_ROW } from "./without-row";

export const ROWS: Row[] = [
  ...BUCKET,
  ...HOSTNAME,
  ...STORE,
  ...WRITER,
  ...ONLY_FROM,
  ...CLOUDFRONT_HOST,
  ...LEGACY,
  ...MASTODON,
  ...SHAPE,
  ...LIFECYCLE,
  ...AUTHENTIK,
  ...SUPABASE,
  ...CONFIG,
  ...STATEMENTS,
  ...RUNBOOK,
  ...PROXY,
  ...EXTERNAL_HOST,
  ...R2_HOST,
  ...GARAGE,
  ...SERVICES,
];
