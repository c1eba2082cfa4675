/** Finds what two storages of one program or config must not share: a bucket, and the hostname of a media host. */
import { hostnamesOf, isManagedHost } from "../hosts";
import { bucketNamespace } from "../stores";
import { at, type Problem } from "../validation/problem";
import { isMap, type Members } from "../validation/shape";

/** The storages so far. Their settings are those that have the member `bucket`, and may be invalid. */
export class Owners {
  private readonly buckets = new Map<string, string>();
  private readonly hosts: { name: string; host: Members }[] = [];

  /** The problem if an earlier storage has the bucket. An app may delete objects that it does not know. */
  bucketProblems(name: string, settings: Members, path: string): Problem[] {
    const { bucket, store } = settings;
    if (typeof bucket !== "string") return [];
    const where = `${bucketNamespace(store)} ${bucket}`;
    const owner = this.buckets.get(where);
    if (owner === undefined) {
      this.buckets.set(where, name);
      return [];
    }
    const message = `"${bucket}" is also the bucket of ${owner}, and each app would delete or overwrite files of the other; change the name of one bucket`;
    return [{ code: "bucket-shared", path: at(path, "bucket"), message }];
  }

  /**
   * The problem if an earlier storage has the hostname: two distributions cannot have one alias, and a proxy tells two buckets apart
   * by their paths only.
   */
  hostProblems(name: string, { mediaHost: host }: Members, path: string): Problem[] {
    if (!isMap(host) || typeof host["hostname"] !== "string") return [];
    const owner = this.hosts.find((one) => isSameHost(one.host, host));
    this.hosts.push({ name, host });
    if (owner === undefined) return [];
    const message = `"${host["hostname"]}" is also the media host of ${owner.name}, and it can serve only one bucket; change one of the two`;
    return [{ code: "media-host-shared", path: at(path, "mediaHost.hostname"), message }];
  }
}

function isSameHost(one: Members, other: Members): boolean {
  const names = hostnamesOf(other);
  if (!hostnamesOf(one).some((name) => names.includes(name))) return false;
  const pathOf = ({ external }: Members): unknown => (isMap(external) ? external["path"] : undefined);
  return isManagedHost(one) || isManagedHost(other) || pathOf(one) === pathOf(other);
}
