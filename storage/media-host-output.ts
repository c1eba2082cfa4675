/** A hostname of the media, and its DNS record; it is known after the deployment. */
export interface MediaHostOutput {
  /** The hostname, such as "files.social.example". A hostname with records of several types or addresses has an entry for each. */
  hostname: string;
  /** The id of the distribution that serves it, such as "EDFDVBD6EXAMPLE"; undefined without `cloudFront`. */
  distributionId?: string;
  /** The name that AWS gave the distribution, such as "d111111abcdef8.cloudfront.net"; undefined without `cloudFront`. */
  domainName?: string;
  /** The name of the host's DNS record; undefined with `r2`, where Cloudflare creates the record. */
  recordName?: string;
  /** The type of the record: "CNAME", or "A" or "AAAA" for your own proxy; undefined with `r2`. */
  recordType?: string;
  /** The value of the record: the distribution's name, or a target of `external.dns`; undefined with `r2`. */
  recordValue?: string;
}
