/** What serves a hostname of the media; it is known after the deployment. */
export interface MediaHostOutput {
  /** The hostname, such as "files.social.example". */
  hostname: string;
  /** The id of the distribution that serves it, such as "EDFDVBD6EXAMPLE". */
  distributionId: string;
  /** The name that AWS gave the distribution, such as "d111111abcdef8.cloudfront.net". */
  domainName: string;
  /** The name of the host's DNS record. */
  recordName: string;
  /** The type of the record, "CNAME". */
  recordType: string;
  /** The value of the record: the distribution's name. */
  recordValue: string;
}
