import type { Reason } from "../validation/problem";

/** The problem if Azure is set as a store or a server. An old authentik guide listed it. */
export const AZURE: Reason = {
  code: "store-azure",
  message:
    "cannot be the store, because Azure Blob Storage has no S3 API (some guides say otherwise); set `aws:`, or `s3:` for an S3-compatible server",
};

/** Whether a name means Azure's store: `azure`, `azureBlob`, `blob_storage`. */
export function isAzure(name: string): boolean {
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/);
  return words.some((word) => ["azure", "azureblob", "azurerm", "blob"].includes(word));
}
