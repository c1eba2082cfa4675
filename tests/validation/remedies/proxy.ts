/** Remedies about the options of the proxy command. */
import { mastodonPlan } from "../../../apps/mastodon/plan";
import { type AskedProxy, nginxProblems } from "../../../runbook/proxy-settings";
import type { BucketStorageFacts } from "../../../storage/facts";
import type { ProblemCode } from "../../../validation/codes";
import { mastodon, onCeph } from "../../apps/mastodon/fixtures";
import { type Row, s3 } from "./row";

/** Facts of a Ceph at an endpoint behind the operator's own proxy. */
const behindProxy = (endpoint: string): BucketStorageFacts =>
  mastodonPlan(
    onCeph({
      store: { s3: { ...s3, endpoint } },
      mediaHost: { hostname: "files.social.example", external: { purge: {} } },
    }),
  ).facts;
const behindNginx = { hostname: "files.social.example", external: {} };
const proxy = (code: ProblemCode, remedy: string, before: AskedProxy, after: AskedProxy): Row => [
  code,
  remedy,
  nginxProblems(behindProxy(s3.endpoint), before),
  nginxProblems(behindProxy(s3.endpoint), after),
];

export const PROXY: Row[] = [
  proxy(
    "proxy-file",
    'use a path such as "/etc/ssl/media.pem"',
    { certificate: "/etc/ssl/my media.pem" },
    { certificate: "/etc/ssl/media.pem" },
  ),
  proxy(
    "proxy-resolver",
    'set one such as "127.0.0.53"',
    { resolvers: ["dns.example"] },
    { resolvers: ["127.0.0.53"] },
  ),
  proxy(
    "proxy-resolver",
    '"[2001:db8::1]:53"',
    { resolvers: ["2001:db8::1"] },
    { resolvers: ["[2001:db8::1]:53"] },
  ),
  proxy("proxy-port", "set a number from 1 to 65535", { innerPort: "0" }, { innerPort: "65535" }),
  [
    "proxy-unused",
    "remove it",
    nginxProblems(mastodonPlan(mastodon({ mediaHost: behindNginx })).facts, { innerPort: "9481" }),
    nginxProblems(mastodonPlan(mastodon({ mediaHost: behindNginx })).facts, {}),
  ],
  [
    "proxy-store-address",
    "use a hostname in store.s3.endpoint",
    nginxProblems(behindProxy("https://192.0.2.1"), {}),
    nginxProblems(behindProxy("https://s3.example.org"), {}),
  ],
];
