/**
 * The table's own member of a name from outside; undefined where it has none. A plain `table[name]` would find what every object
 * inherits: "constructor", "toString", "__proto__".
 */
export function ownMember<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  // eslint-disable-next-line media-storage/own-member
  return Object.prototype.hasOwnProperty.call(table, name) ? table[name] : undefined;
}
