import { ApiError } from "./api";
import { checkBeside } from "./dns-checks";
import type { DnsRecord } from "./dns-records";
import { newId, type Zone } from "./zones";

/** Adds the record that R2 or Workers make for a hostname. Nobody else can change it. */
export function addOwnedRecord(
  zone: Zone,
  record: Pick<DnsRecord, "name" | "type" | "content"> & { owner: string },
): void {
  const now = new Date().toISOString();
  const owned: DnsRecord = {
    ...{ id: newId(), ttl: 1, proxied: true, comment: null, createdOn: now, modifiedOn: now },
    ...record,
  };
  checkBeside(zone, owned);
  zone.records.set(owned.id, owned);
}

export function removeOwnedRecord(zone: Zone, name: string): void {
  for (const record of zone.records.values())
    if (record.name === name && record.owner !== undefined) zone.records.delete(record.id);
}

/**
 * Refuses to change or delete what R2 or Workers own. No report quotes the code.
 * https://github.com/elizaOS/eliza/issues/20715
 */
export function checkNotOwned({ owner }: DnsRecord): void {
  if (owner !== undefined)
    throw new ApiError(400, 1043, `This record is managed by ${owner} and can only be changed there.`);
}
