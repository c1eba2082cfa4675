/** The commands of docs/ceph.md. */
import { docPage } from "../doc-page";

export const { blocks, commands } = docPage("ceph.md");
