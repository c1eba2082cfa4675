/** What a kind of media host can do, each cell with its source. */
export interface HostCapabilities {
  /** Whether it asks the bucket as anybody would, so that an object's own ACL decides what it may serve. */
  objectAcls: boolean;
}

export const HOSTS = {
  external: {
    // mastodon/documentation, content/en/admin/optional/object-storage-proxy.md: a proxy_pass without credentials
    objectAcls: true,
  },
} as const satisfies Record<string, HostCapabilities>;

export type HostKind = keyof typeof HOSTS;

export const HOST_KINDS = Object.keys(HOSTS) as HostKind[];
