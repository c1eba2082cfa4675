import { r2SecretKey } from "../../components/writers/r2-secret-key";

test("the secret key is the SHA-256 of the token's value, in hex", () => {
  // From `printf %s value | sha256sum`.
  expect(r2SecretKey("value")).toBe("cd42404d52ad55ccfa9aca4adc828aa5800ad9d385a0671fbcbf724118320619");
});
