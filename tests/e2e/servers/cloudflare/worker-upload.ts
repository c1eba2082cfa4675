import { ApiError, type ApiCall } from "./api";

interface Part {
  name: string;
  contentType: string;
  text: string;
}

export interface WorkerUpload {
  metadata: Record<string, unknown>;
  /** The parts beside the metadata, by their names. */
  modules: Map<string, Part>;
}

/** The parts of a request of the type multipart/form-data. */
export function readWorkerUpload({ headers, text }: ApiCall): WorkerUpload {
  const boundary = /^multipart\/form-data; *boundary="?([^"]+)"?$/.exec(headers["content-type"] ?? "")?.[1];
  if (boundary === undefined) throw new ApiError(400, 10001, "Content-Type must be multipart/form-data");
  const parts = text.split(`--${boundary}`).slice(1, -1).map(readPart);
  const metadata = parts.find(({ name }) => name === "metadata");
  if (!metadata) throw new ApiError(400, 10021, "No metadata part");
  const modules = parts.filter((part) => part !== metadata).map((part) => [part.name, part] as const);
  return { metadata: JSON.parse(metadata.text) as Record<string, unknown>, modules: new Map(modules) };
}

function readPart(part: string): Part {
  const end = part.indexOf("\r\n\r\n");
  const header = part.slice(0, end);
  return {
    name: / name="([^"]*)"/.exec(header)?.[1] ?? "",
    contentType: /content-type: *(\S+)/i.exec(header)?.[1] ?? "",
    text: part.slice(end + 4, -2),
  };
}
