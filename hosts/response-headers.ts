/** What every kind of media host that the library makes, or writes the configuration of, sends with every answer. */

/**
 * For a file that somebody uploaded and opens by its own URL: no script, no form, nothing from elsewhere. The page that a browser makes
 * for a picture, a sound or a film loads the file itself and sets styles, hence 'self' for both. No `sandbox`: without flags it stops
 * the browser's own viewers (https://github.com/adobe/aem-core-wcm-components/issues/2839), and with scripts forbidden it adds little.
 */
export const CONTENT_SECURITY_POLICY =
  "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; form-action 'none'";

/** The methods that a media host allows. */
export const ALLOWED_METHODS = ["GET", "HEAD", "OPTIONS"];

/** The headers that scripts of other origins may read. */
export const EXPOSED_HEADERS = ["Accept-Ranges", "Content-Length", "Content-Range", "ETag"];

/** How long, in seconds, a browser may keep the answer to a preflight. */
export const PREFLIGHT_SECONDS = 3600;
