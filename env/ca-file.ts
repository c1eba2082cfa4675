/** The variables for the path of a file with certificate authorities, by the program that reads them. */
export const CA_FILE_VARIABLES = {
  /** botocore (configuration variable `ca_bundle`) and aws-sdk-ruby (`ssl_ca_bundle`). The file replaces the system's authorities. */
  sdk: "AWS_CA_BUNDLE",
  /** Node.js, at its start. The file is added to its own authorities (https://nodejs.org/api/cli.html#node_extra_ca_certsfile). */
  node: "NODE_EXTRA_CA_CERTS",
} as const;
