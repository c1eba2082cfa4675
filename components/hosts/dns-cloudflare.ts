import type { DnsRecord as CloudflareRecord } from "@pulumi/cloudflare/dnsRecord";
import { hostKindOf } from "../../hosts";
import type { CloudflareDnsArgs } from "../../hosts/args";
import { withoutFinalDot } from "../../hosts/dns";
import { ownMember } from "../../validation/own-member";
import { dnsRecordClass } from "../cloudflare";
import { unprotectedChild } from "../options";
import type { DnsZone } from "./dns";
import type { HostContext } from "./index";
import { lateArg } from "./late-args";

/** Records in a zone at Cloudflare: DNS only, because a proxied record would put a second cache in front of what serves the media. */
export function cloudflareDns(context: HostContext, args: CloudflareDnsArgs): DnsZone {
  const { name, child } = context;
  const DnsRecord = dnsRecordClass();
  const path = [hostKindOf(context.mediaHost), "dns", "cloudflare", "zoneId"];
  const zoneId = lateArg(context, path, args.zoneId, "0".repeat(32));
  // Two records of one name cannot exist side by side, so the old one must go first
  // (https://github.com/cloudflare/terraform-provider-cloudflare/issues/6836).
  const options = { ...unprotectedChild(child), deleteBeforeReplace: true };
  return {
    createValidation: (record) =>
      new DnsRecord(
        `${name}-validation-record-${record.hostname}`,
        {
          zoneId,
          name: record.name.apply(withoutDot),
          type: "CNAME",
          content: record.value.apply(withoutDot),
          ttl: 60,
          proxied: false,
        },
        options,
      ),
    createHostRecords: ({ hostname, domainName, isTakenOver }, after) => {
      // Its zone's id is plain, which the rules have checked.
      const importId = ownMember(args.hostRecordIds ?? {}, hostname);
      if (isTakenOver && importId === undefined) return;
      new DnsRecord(
        `${name}-record-${hostname}`,
        // ttl 1 is Cloudflare's "automatic".
        { zoneId, name: hostname, type: "CNAME", content: domainName, ttl: 1, proxied: false },
        {
          ...options,
          dependsOn: after,
          ...(importId !== undefined && { import: `${args.zoneId as string}/${importId}` }),
          // The record leads to the old distribution until the alias has moved.
          ...(isTakenOver && { ignoreChanges: RECORD_MEMBERS }),
        },
      );
    },
    createTargetRecords: (records, after) => {
      const all = records.flatMap(({ name: hostname, type, values }) =>
        values.map((content) => ({ hostname, type, content })),
      );
      let first: CloudflareRecord | undefined;
      for (const { hostname, type, content } of all) {
        const plain = `${name}-record-${hostname}`;
        const record: CloudflareRecord = new DnsRecord(
          type === "CNAME" ? plain : `${plain}-${content}`,
          { zoneId, name: hostname, type, content, ttl: 1, proxied: false },
          {
            ...options,
            // The first takes the place of a CNAME record, such as CloudFront's, beside which none of them could be made.
            ...(first === undefined && type !== "CNAME" && { aliases: [{ name: plain }] }),
            dependsOn: first === undefined ? after : [...after, first],
          },
        );
        first ??= record;
      }
    },
  };
}

/** What may differ between a record of the operator's and the component's. */
const RECORD_MEMBERS = ["type", "content", "ttl", "proxied", "comment", "tags", "settings"];

/** In a unit test with mocks nobody knows the record. */
function withoutDot(name: string | undefined): string {
  return withoutFinalDot(name ?? "");
}
