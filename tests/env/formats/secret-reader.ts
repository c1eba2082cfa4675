/**
 * The API server's view of a Secret's manifest: the members that
 * https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/secret-v1/ has, with their types and rules.
 */
import { parse } from "yaml";

const MEMBERS = ["apiVersion", "kind", "metadata", "type", "data"];

/** The Secret's name and its values, decoded. */
export function readSecret(text: string): { name: string; values: Record<string, string> } {
  const [old, manifest] = (["1.1", "1.2"] as const).map((version) => parse(text, { version }) as Manifest);
  expect(old).toEqual(manifest);
  if (manifest === undefined) throw new Error("no manifest");
  expect(Object.keys(manifest)).toEqual(MEMBERS);
  expect(manifest).toMatchObject({ apiVersion: "v1", kind: "Secret", type: "Opaque" });
  expect(Object.keys(manifest.metadata)).toEqual(["name"]);
  const { name } = manifest.metadata;
  // RFC 1123, section 2.1
  expect(name.length).toBeLessThanOrEqual(253);
  for (const label of name.split(".")) expect(label).toMatch(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
  const values = Object.entries(manifest.data).map(([key, value]) => {
    expect(key).toMatch(/^[-._a-zA-Z0-9]{1,253}$/);
    expect(value).toMatch(/^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/);
    return [key, Buffer.from(value, "base64").toString("utf8")] as const;
  });
  return { name, values: Object.fromEntries(values) };
}

interface Manifest {
  metadata: { name: string };
  data: Record<string, string>;
}
