/** The rules about secrets in slots, of which one is in the env block and both exist during a rotation. */
import type { Rules } from "./rules";

interface Slotted {
  /** The slots that have a secret. */
  slots?: string[];
  /** The slot whose secret is in the env block. */
  current?: string;
}

/** The rules about the slots; `first` is the default of both members. */
export function slotRules(first: string): Rules<Slotted> {
  const slotsOf = ({ slots = [first] }: Slotted): string[] => slots;
  const currentOf = ({ current = first }: Slotted): string => current;
  return [
    {
      at: "slots",
      editor: { least: 1, isUnique: true },
      code: "key-slots",
      when: (keys) => slotsOf(keys).length === 0 || new Set(slotsOf(keys)).size !== slotsOf(keys).length,
      message: "is empty or contains a slot twice; list slot a, slot b or both, each once",
    },
    {
      at: "current",
      code: "key-current",
      // An empty list of slots is reported already.
      when: (keys) => slotsOf(keys).length > 0 && !slotsOf(keys).includes(currentOf(keys)),
      message(keys) {
        const current = currentOf(keys);
        const byDefault = keys.current === undefined ? " by default" : "";
        return `is "${current}"${byDefault}, which is not in slots; set one of slots, or add "${current}" to slots`;
      },
    },
  ];
}
