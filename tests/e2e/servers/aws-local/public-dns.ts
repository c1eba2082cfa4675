/** A record that the world sees. Names and values are compared without case and final dot. */
export interface DnsRecord {
  name: string;
  type: string;
  value: string;
}

/**
 * What a DNS provider answers for a name and type: the values of its records. A provider that gives a name the addresses of
 * another one without saying so gives that one for the type ALIAS.
 */
export type DnsSource = (name: string, type: string) => string[];

export const plainName = (name: string): string => name.toLowerCase().replace(/\.$/, "");

/**
 * DNS as AWS sees it from outside: the zones of the local Route 53, further providers that a test runs, and records that a
 * person has made somewhere.
 */
export class PublicDns {
  private readonly sources: DnsSource[];
  private published: DnsRecord[] = [];

  constructor(sources: DnsSource[]) {
    this.sources = [(name, type) => this.own(name, type), ...sources];
  }

  /** As if a person had made it at a provider that nothing here knows. */
  publish(record: DnsRecord): void {
    this.published.push(record);
  }

  addSource(source: DnsSource): void {
    this.sources.push(source);
  }

  has({ name, type, value }: DnsRecord): boolean {
    const values = this.sources.flatMap((source) => source(plainName(name), type));
    return values.some((found) => plainName(found) === plainName(value));
  }

  /** Where the name leads, by a CNAME or as an alias. */
  targetsOf(name: string): string[] {
    const types = ["CNAME", "ALIAS"];
    const found = types.flatMap((type) => this.sources.flatMap((source) => source(plainName(name), type)));
    return found.map(plainName);
  }

  private own(wanted: string, wantedType: string): string[] {
    const records = this.published.filter(
      ({ name, type }) => type === wantedType && plainName(name) === wanted,
    );
    return records.map(({ value }) => value);
  }
}
