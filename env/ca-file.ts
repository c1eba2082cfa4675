/** The variables whose value is the path of a file of certificate authorities, by what reads them. */
export const CA_FILE_VARIABLES = {
  /** botocore (configuration variable `ca_bundle`) and aws-sdk-ruby (`ssl_ca_bundle`): in place of the system's. */
  sdk: "AWS_CA_BUNDLE",
  /** Node.js, at its start: beside its own (https://nodejs.org/api/cli.html#node_extra_ca_certsfile). */
  node: "NODE_EXTRA_CA_CERTS",
} as const;
