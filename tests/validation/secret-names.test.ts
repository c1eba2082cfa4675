import { isSecretName, isSecretParameter, mentionsSecret } from "../../validation/secret-names";

const NAMES = [
  ...["secret", "clientSecret", "secretKey", "accessKey", "api_key", "authKey", "privateKey", "serviceKey"],
  ...["token", "password", "passwd", "passphrase", "credential", "credentials", "CLIENT_SECRET"],
];

test.each(NAMES)("%s names a secret, as a name, in a path and in a query", (name) => {
  expect([isSecretName(name), mentionsSecret(`a.${name}.b`), isSecretParameter(name)]).toEqual([
    true,
    true,
    true,
  ]);
});

test.each(["keyPrefix", "monkeys", "tokenUrl", "region", "accessKeyId"])(
  "a name with such a word before its end is not a secret's: %s",
  (name) => {
    expect(isSecretName(name)).toBe(false);
  },
);

test.each(["key", "x-api-key-2", "X-Amz-Signature", "sig", "auth"])(
  "in a query %s is treated as a secret",
  (name) => {
    expect(isSecretParameter(name)).toBe(true);
  },
);

test.each(["region", "list-type", "X-Amz-Date"])("in a query %s is not", (name) => {
  expect(isSecretParameter(name)).toBe(false);
});
