/** What a media host does with a presigned request; it decides whether the signature is still valid when the store checks it. */
export const MediaHostSigning = {
  /** A proxy that passes the query on and sends the store's name in the Host header; up to authentik 2026.2. */
  RewriteHost: "rewrite-host",
  /** A proxy that passes the query on and changes neither Host nor path, for a store that accepts them; authentik 2026.5 and later. */
  PreserveHost: "preserve-host",
  /** A CDN that drops the query and signs its own requests to the store. */
  Cdn: "cdn",
} as const;
export type MediaHostSigning = (typeof MediaHostSigning)[keyof typeof MediaHostSigning];

/** A reverse proxy or CDN that the operator runs and that serves the media host. */
export interface ExternalHostArgs {
  /** The path below which the proxy serves the keys, without a slash at either end; by default the keys begin at the root. */
  path?: string;
  /**
   * What the proxy does with a presigned request: "rewrite-host", "preserve-host" or "cdn". Required for authentik, whose URLs
   * are all presigned, because only "cdn" works with every version (https://github.com/goauthentik/authentik/pull/21704); a value
   * that cannot work with the version is an error. Behind a "cdn" everyone who has the URL of a media file can read it, so
   * reports are never served by one. For Mastodon, whose media is public, it is an error.
   */
  signing?: MediaHostSigning;
  /**
   * Whether browsers reach the host over https (authentik's `SECURE_URLS`), by default true. `false` is only for a test store
   * that is reached over plain http, and for authentik; otherwise it is an error.
   */
  https?: boolean;
}

/** What serves a media host: exactly one of the members. */
export interface MediaHostKinds {
  /** Your own reverse proxy or CDN serves the host; the library creates nothing for it. */
  external?: ExternalHostArgs;
}

/** The public hostname of the media, and what serves it: exactly one of the members beside `hostname`. */
export interface MediaHostArgs extends MediaHostKinds {
  /**
   * The hostname in the URLs of the media, such as "files.social.example". Treat Mastodon's as permanent: other
   * servers store the URLs (https://github.com/mastodon/mastodon/issues/11915).
   */
  hostname: string;
}
