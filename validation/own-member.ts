/**
 * A table's own member by a name from user input; undefined if it has none. A plain `table[name]` would also find what every
 * object inherits: "constructor", "toString", "__proto__".
 */
export function ownMember<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  // eslint-disable-next-line media-storage/own-member
  return Object.prototype.hasOwnProperty.call(table, name) ? table[name] : undefined;
}
