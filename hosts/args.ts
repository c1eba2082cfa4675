/** A reverse proxy or CDN that the operator runs and that serves the media host. */
export interface ExternalHostArgs {
  /** The path below which the proxy serves the keys, without slashes at its ends; by default the keys begin at the root. */
  path?: string;
}

/** The public hostname of the media, and what serves it: exactly one of the members beside `hostname`. */
export interface MediaHostArgs {
  /**
   * The hostname in the URLs of the media, such as "files.social.example". Treat Mastodon's as permanent: other
   * servers store the URLs (https://github.com/mastodon/mastodon/issues/11915).
   */
  hostname: string;
  /** Your own reverse proxy or CDN serves the host; the library creates nothing for it. */
  external?: ExternalHostArgs;
}
