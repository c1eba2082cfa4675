import { AUTHENTIK_VERSIONS } from "../../apps/authentik/versions";
import { MASTODON_VERSIONS } from "../../apps/mastodon/versions";
import type { AppName } from "../../apps/names";
import { SINCE, SUPABASE_VERSIONS } from "../../apps/supabase/versions";
import { versionHas, type SupportedVersions } from "../../validation/version";

/** What differs between the apps in a new stack file. */
export interface AppForm {
  title: string;
  /** The newest version that the project was tried with. */
  newestTried: string;
  /** What the domain is for the app. */
  domain: string;
  /** The member with the domain, as the app's settings have it. */
  domainSetting: { key: string; comment: string; value(domain: string): unknown };
  /** What the version is. */
  version: string;
  /** Whether media can have a hostname of their own. */
  hasMediaHost: boolean;
  /** Whether the URLs of media are presigned, so that a proxy must know what to do with the signature. */
  hasSignedMedia: boolean;
  /** Whether the app can purge files from a proxy's cache. */
  canPurge: boolean;
  /** Whether keys begin with the id of a tenant. */
  hasTenant: boolean;
  /** Whether a version offers an S3 API itself. Default: no version does. */
  hasProtocolEndpoint?(version: string | undefined): boolean;
  /** Optional peers of the package that the app's component needs. */
  packages: readonly string[];
}

const newest = ({ newestTried }: SupportedVersions): string => newestTried.join(".");

export const APP_FORMS: Record<AppName, AppForm> = {
  mastodon: {
    title: "Mastodon",
    newestTried: newest(MASTODON_VERSIONS),
    domain: "The hostname of the web client (WEB_DOMAIN, else LOCAL_DOMAIN), such as social.example",
    domainSetting: {
      key: "webDomain",
      comment: "The hostname of the web client: WEB_DOMAIN of the instance, else LOCAL_DOMAIN.",
      value: (domain) => domain,
    },
    version: "The version of Mastodon",
    hasMediaHost: true,
    hasSignedMedia: false,
    canPurge: true,
    hasTenant: false,
    packages: [],
  },
  authentik: {
    title: "authentik",
    newestTried: newest(AUTHENTIK_VERSIONS),
    domain: "The hostname at which browsers reach authentik, such as login.example",
    domainSetting: {
      key: "origins",
      comment: "The origins at which browsers reach authentik.",
      value: (domain) => [`https://${domain}`],
    },
    version: "The version of authentik",
    hasMediaHost: true,
    hasSignedMedia: true,
    canPurge: false,
    hasTenant: false,
    packages: [],
  },
  supabase: {
    title: "Supabase Storage",
    // A tag of the image has three parts.
    newestTried: `${newest(SUPABASE_VERSIONS)}.0`,
    domain: "The hostname of SUPABASE_PUBLIC_URL, such as supabase.example",
    domainSetting: {
      key: "publicUrl",
      comment: "SUPABASE_PUBLIC_URL of the instance.",
      value: (domain) => `https://${domain}`,
    },
    version: "The tag of the image supabase/storage-api",
    hasMediaHost: false,
    hasSignedMedia: false,
    canPurge: false,
    hasTenant: true,
    hasProtocolEndpoint: (version) => versionHas(version, SINCE.protocolEndpoint),
    packages: ["@pulumi/random"],
  },
};
