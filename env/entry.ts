/**
 * One line of an env block. `V` is the type of values that are not strings while the block is built: in a component, values that
 * only the cloud knows are outputs. They never decide which lines exist.
 */
export interface EnvLine<V> {
  name: string;
  value: string | V;
  secret: boolean;
  comment: string;
}

/** One environment variable of an env block, for all output forms. */
export interface EnvEntry {
  /** The name of the variable that the app reads. */
  name: string;
  /** The value exactly as the app must see it. An empty string means that the variable is set and empty. */
  value: string;
  /** Whether the value is a secret, which must not be shown or stored in plain text. */
  secret: boolean;
  /** An explanation without line breaks; empty if the line needs none. */
  comment: string;
}
