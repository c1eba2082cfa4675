/** kubectl's reader of manifests, which asks no server with `--local`; it is Go's YAML, as in Helm and docker compose. */
import { execFileSync, spawnSync } from "node:child_process";
import { valueProblem } from "../../../env/check-entries";
import { kubernetesSecret } from "../../../env/formats/kubernetes";
import { mapOf, member, quoted, yamlText } from "../../../env/formats/yaml";
import { withFile } from "../formats/shell";
import { byName, carried, COMMENT, numbered } from "../values";
import { describeWithReader } from "./reader";

const isThere = spawnSync("kubectl", ["version", "--client"]).status === 0;

function read(manifest: string): { data: Record<string, string> } {
  return withFile("manifest.yaml", manifest, (file) => {
    const output = execFileSync("kubectl", ["label", "--local", "-f", file, "a=b", "-o", "json"], {
      encoding: "utf8",
      maxBuffer: 10_000_000,
    });
    return JSON.parse(output) as { data: Record<string, string> };
  });
}

describeWithReader("kubectl", isThere, "apt-get install kubernetes-client", () => {
  const some = carried(valueProblem, 1500);

  test("any value in a Secret comes back as it was", () => {
    const secret = read(kubernetesSecret("A title", numbered(some), "social-media"));
    expect(secret).toMatchObject({ apiVersion: "v1", kind: "Secret", type: "Opaque" });
    const decoded = Object.entries(secret.data).map(([name, value]) => [
      name,
      Buffer.from(value, "base64").toString("utf8"),
    ]);
    expect(Object.fromEntries(decoded)).toEqual(byName(some));
  });

  test("any string in our YAML is the same for it", () => {
    const data = mapOf(some.map((value, i) => member(`V_${i}`, quoted(value), COMMENT)));
    const manifest = mapOf([
      member("apiVersion", quoted("v1")),
      member("kind", quoted("ConfigMap")),
      member("metadata", mapOf([member("name", quoted("a"))])),
      member("data", data),
    ]);
    expect(read(yamlText("A title", manifest)).data).toEqual(byName(some));
  });
});
