/** Something that the operator should know about settings that are valid. */
export interface Warning {
  /** The property path of the setting that it is about; "" is all of them. */
  path: string;
  message: string;
}

/** The messages as warnings about the setting at a path. */
export const about = (path: string, messages: readonly string[]): Warning[] =>
  messages.map((message) => ({ path, message }));
