/**
 * Docker compose's view of an overlay, as its documents say it: `$$` is a `$`, `${NAME:?text}` ends with an error where
 * the variable is unset or empty, and any other `$` is an error too (what else compose knows, an overlay does not use).
 * https://docs.docker.com/reference/compose-file/interpolation/
 */
import { parse } from "yaml";

export type Services = Record<string, Record<string, string>>;

/** Every service's environment, with the variables of `.env`. */
export function readOverlay(text: string, envFile: Record<string, string> = {}): Services {
  const views = (["1.1", "1.2"] as const).map((version) => {
    const { services } = parse(text, { version }) as { services: Record<string, { environment: object }> };
    return Object.fromEntries(
      Object.entries(services).map(([service, { environment }]) => [
        service,
        Object.fromEntries(
          Object.entries(environment).map(([name, value]) => [name, interpolated(value, envFile)]),
        ),
      ]),
    );
  });
  // Compose and podman-compose read different versions of YAML.
  expect(views[0]).toEqual(views[1]);
  return views[0] ?? {};
}

function interpolated(value: unknown, envFile: Record<string, string>): string {
  // Compose takes numbers too, and fails at a boolean.
  if (typeof value !== "string") throw new Error(`${String(value)} is no string`);
  return value.replace(
    /\$(?:(\$)|\{([A-Za-z_][A-Za-z0-9_]*):\?([^}]*)\}|)/g,
    (all, dollar: string | undefined, name: string | undefined, text: string | undefined) => {
      if (dollar !== undefined) return dollar;
      if (name === undefined) throw new Error(`invalid interpolation format near ${all}`);
      const found = envFile[name];
      if (found === undefined || found === "") throw new Error(`${name} ${text ?? ""}`);
      return found;
    },
  );
}
