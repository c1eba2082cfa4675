/** Where the docs are for readers who do not have the repository at hand. A test compares it with package.json. */
export const DOCS = "https://git.example/media-storage/media-storage/blob/main/docs";

/** The address of a page of docs/, such as "bucket-name". */
export function docsPage(name: string): string {
  return `${DOCS}/${name}.md`;
}
