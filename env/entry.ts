/**
 * One line of an env block. `V` is what a value is while the block is put together (in a component, values that only the
 * cloud knows are outputs); which lines there are never depends on it.
 */
export interface EnvLine<V> {
  name: string;
  value: string | V;
  secret: boolean;
  comment: string;
}

/** One environment variable of an env block, for every form in which a deployment reads it. */
export interface EnvEntry {
  /** The variable's name, as the app reads it. */
  name: string;
  /** Its value, exactly as the app must see it; an empty string is a variable that is set and empty. */
  value: string;
  /** Whether the value is a secret, which must not be shown or stored in plain text. */
  secret: boolean;
  /** Why the line is as it is, in one line without line breaks; empty where nothing surprises. */
  comment: string;
}
