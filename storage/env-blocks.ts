/** What a printed env block says by itself, where there is no stack to ask. */
import { kindOfPlace } from "../stores/place";
import type { KnownFacts } from "./env-file";
import { WriterKind } from "./facts";

export const APPS = ["mastodon", "authentik", "supabase"] as const;
export type App = (typeof APPS)[number];

interface Signs {
  /** The title of a printed block. */
  title: RegExp;
  /** Variables that only this app's blocks have. */
  own: RegExp;
  /** Variables whose values may be shown, unless `SECRET` matches them too. */
  plain: RegExp;
  /** The variable that names the bucket: a block with it is a whole one, and not a few lines. */
  bucket: RegExp;
}

/** Names of credentials, by their last word. */
const SECRET = /(KEY|KEY_ID|SECRET|TOKEN|PASSWORD|PROFILE)$/;

const CHECKSUMS = "AWS_REQUEST_CHECKSUM_CALCULATION|AWS_RESPONSE_CHECKSUM_VALIDATION";

const SIGNS: Readonly<Record<App, Signs>> = {
  mastodon: {
    title: /^Media storage of (\S+) in the bucket /,
    own: /^(S3_(ENABLED|BUCKET|REGION|HOSTNAME|ALIAS_HOST|PERMISSION|KEY_PREFIX)|EXTRA_MEDIA_HOSTS|MASTODON_AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY))$/,
    plain: new RegExp(`^(S3_[A-Z_]+|EXTRA_MEDIA_HOSTS|${CHECKSUMS})$`),
    bucket: /^S3_BUCKET$/,
  },
  authentik: {
    title: /^Storage of authentik /,
    own: /^AUTHENTIK_/,
    plain: new RegExp(`^(AUTHENTIK_STORAGE__[A-Z0-9_]+|${CHECKSUMS})$`),
    bucket: /^AUTHENTIK_STORAGE__((MEDIA|REPORTS)__)?S3__BUCKET_NAME$/,
  },
  supabase: {
    title: /\bSupabase\b/,
    own: /^(GLOBAL_S3_[A-Z_]+|STORAGE_[A-Z0-9_]+|S3_PROTOCOL_[A-Z_]+|TUS_[A-Z0-9_]+)$/,
    plain: new RegExp(
      `^(GLOBAL_S3_[A-Z_]+|REGION|TENANT_ID|STORAGE_TENANT_ID|STORAGE_BACKEND|S3_PROTOCOL_ENABLED|TUS_ALLOW_S3_TAGS|${CHECKSUMS})$`,
    ),
    bucket: /^GLOBAL_S3_BUCKET$/,
  },
};

export const isApp = (name: string): name is App => APPS.some((app) => app === name);

/** The app that a block is for, by its title or else by its variables; undefined where they name none, or several. */
export function appOfBlock(title: string, names: readonly string[]): App | undefined {
  const titled = APPS.filter((app) => SIGNS[app].title.test(title));
  const found =
    titled.length > 0 ? titled : APPS.filter((app) => names.some((name) => SIGNS[app].own.test(name)));
  return found.length === 1 ? found[0] : undefined;
}

/** Whether the value of a variable is known to be no secret. */
export function isPlainVariable(app: App, name: string): boolean {
  return SIGNS[app].plain.test(name) && !SECRET.test(name);
}

/** Whether these are all variables of a block: only then do missing ones mean something. */
export function isWholeBlock(app: App, names: readonly string[]): boolean {
  return names.some((name) => SIGNS[app].bucket.test(name));
}

/** The facts that follow from a whole block. */
export function factsOfBlock(app: App, title: string, values: ReadonlyMap<string, string>): KnownFacts {
  const names = [...values.keys()];
  const endpoint = names.find((name) => /(^|_)(S3_ENDPOINT|S3__ENDPOINT)$/.test(name));
  const keys = names.some((name) => SECRET.test(name));
  const webDomain = app === "mastodon" ? SIGNS.mastodon.title.exec(title)?.[1] : undefined;
  return {
    app: {
      name: app,
      ...(webDomain !== undefined && { webDomain }),
      ...(app === "authentik" && { usages: usagesOf(names) }),
    },
    store: { kind: kindOfPlace(endpoint === undefined ? {} : { endpoint }) },
    writer: { kind: keys ? WriterKind.Given : WriterKind.Role },
  };
}

/** A block for one usage names it in each of its variables. */
function usagesOf(names: string[]): string[] {
  const usages = ["media", "reports"];
  const only = usages.filter((usage) =>
    names
      .filter((name) => SIGNS.authentik.bucket.test(name))
      .every((name) => name.startsWith(`AUTHENTIK_STORAGE__${usage.toUpperCase()}__`)),
  );
  return only.length === 1 ? only : usages;
}
