import { ACCOUNT } from "../call";
import { at, itemsAt, textAt, type Xml } from "../xml";
import { KINDS, newId, type Kind } from "./kinds";
import { MANAGED } from "./managed";

/** A policy or an origin access control. */
export interface Item {
  id: string;
  config: Xml;
  etag: string;
  modified: Date;
  isManaged: boolean;
}

export interface Distribution {
  id: string;
  arn: string;
  domainName: string;
  config: Xml;
  etag: string;
  modified: Date;
  /** Their paths, oldest first. */
  invalidations: { id: string; created: Date; batch: Xml }[];
}

/** A stage of a function: what is in development is not what runs. */
export interface FunctionStage {
  config: Xml;
  code: Buffer;
  etag: string;
  modified: Date;
}

export interface EdgeFunction {
  name: string;
  arn: string;
  created: Date;
  development: FunctionStage;
  live: FunctionStage | undefined;
}

/** The CloudFront of one account. */
export class CloudFrontStore {
  readonly distributions = new Map<string, Distribution>();
  readonly functions = new Map<string, EdgeFunction>();
  readonly tags = new Map<string, Map<string, string>>();
  private readonly items = new Map<Kind["segment"], Map<string, Item>>();

  constructor() {
    for (const { segment } of KINDS) this.items.set(segment, new Map());
    for (const { segment, id, config } of MANAGED)
      this.of(segment).set(id, { id, config, etag: newId(), modified: new Date(0), isManaged: true });
  }

  of(segment: Kind["segment"]): Map<string, Item> {
    return this.items.get(segment)!;
  }

  /** Where the value is said in a distribution's config, whatever the element: ids and ARNs are unique. */
  usersOf(value: string): Distribution[] {
    return [...this.distributions.values()].filter(({ config }) => says(config, value));
  }

  /** An alias belongs to one distribution in the world. */
  ownerOf(alias: string): Distribution | undefined {
    return [...this.distributions.values()].find(({ config }) => aliasesOf(config).includes(alias));
  }
}

const says = (xml: Xml, value: string): boolean =>
  xml.text === value || xml.children.some((child) => says(child, value));

export const aliasesOf = (config: Xml): string[] => itemsAt(config, "Aliases").map(({ text }) => text);
export const certificateOf = (config: Xml): string | undefined =>
  textAt(config, "ViewerCertificate", "ACMCertificateArn");
export const isEnabled = (config: Xml): boolean => at(config, "Enabled")?.text === "true";
export const functionArn = (name: string): string => `arn:aws:cloudfront::${ACCOUNT}:function/${name}`;
export const distributionArn = (id: string): string => `arn:aws:cloudfront::${ACCOUNT}:distribution/${id}`;
