/** Which media hosts a proxy of the operator's can serve. What the command prints is tested in tests/cli/proxy. */
import { mastodonPlan } from "../../apps/mastodon/plan";
import { HOST_DEFINITIONS } from "../../hosts";
import { proxyProblems } from "../../runbook/proxy";
import { cloudConnectorProblems } from "../../storage/cloud-connector";
import { mastodon } from "../apps/mastodon/fixtures";

const { facts } = mastodonPlan(
  mastodon({
    mediaHost: {
      hostname: "files.social.example",
      cloudFront: {
        dns: { manual: {} },
        certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012",
      },
    },
  }),
);
const messages = (): string[] => [
  ...proxyProblems(facts, { server: "nginx" }).map(({ path, message }) => `${path}: ${message}`),
  ...cloudConnectorProblems(facts).map(({ path, message }) => `${path}: ${message}`),
];

test("a host that the library creates needs none", () => {
  expect(messages()).toEqual([
    expect.stringMatching(/^mediaHost: is served by cloudFront, which the library creates, so/),
    expect.stringMatching(/^mediaHost: is served by cloudFront, which the library creates; to serve it/),
  ]);
});

test("whether the library creates it is asked of the kind, and not known by its name", () => {
  const { can } = HOST_DEFINITIONS.cloudFront;
  const replaced = jest.replaceProperty(HOST_DEFINITIONS.cloudFront, "can", { ...can, managed: false });
  try {
    expect(messages().filter((message) => message.startsWith("mediaHost: "))).toEqual([]);
  } finally {
    replaced.restore();
  }
});
