import { hostOf, mediaHostProblems } from "../../hosts";
import { MediaHostSigning, PurgeSlot, type ExternalHostArgs, type MediaHostArgs } from "../../hosts/args";
import { codesOf, type Found } from "../validation/of";

const hostname = "files.social.example";

const host = (external: ExternalHostArgs, others: Partial<MediaHostArgs> = {}): MediaHostArgs => ({
  hostname,
  external,
  ...others,
});

test.each<[string, MediaHostArgs, ...Found[]]>([
  [
    "protect, because the library creates nothing that it could protect",
    host({}, { protect: true }),
    ["h.protect", "media-host-unmanaged"],
  ],
  ["how long a proxy keeps copies", host({}, { cache: { maxAgeSeconds: 60 } })],
  [
    "how long copies of presigned URLs are kept",
    host({ signing: MediaHostSigning.RewriteHost }, { cache: {} }),
    ["h.cache", "cache-unused"],
  ],
  ["former hostnames", host({}, { previousHosts: ["old.social.example"] })],
  ["a purge secret", host({ purge: {} })],
  ["two purge secrets", host({ purge: { slots: [PurgeSlot.A, PurgeSlot.B], current: PurgeSlot.B } })],
  [
    "no purge slot",
    host({ purge: { slots: [] } }),
    ["h.external.purge.slots", "key-slots"],
    ["h.external.purge.current", "key-current"],
  ],
  [
    "a current purge slot without a secret",
    host({ purge: { current: PurgeSlot.B } }),
    ["h.external.purge.current", "key-current"],
  ],
])("%s", (_, args, ...expected) => expect(codesOf(mediaHostProblems(args, "h"))).toEqual(expected));

test("keeps copies for a day, or for as long as the operator says", () => {
  expect(hostOf(host({})).maxAgeSeconds).toBe(86_400);
  expect(hostOf(host({}, { cache: { maxAgeSeconds: 60 } })).maxAgeSeconds).toBe(60);
});

test("keeps no copies of what presigned URLs name", () =>
  expect(hostOf(host({ signing: MediaHostSigning.PreserveHost })).maxAgeSeconds).toBeUndefined());

test("has the secret of slot a in the env block, unless the operator names another slot", () => {
  expect(hostOf(host({ purge: {} })).purge).toMatchObject({ slots: ["a"], current: "a" });
  const both = { slots: [PurgeSlot.A, PurgeSlot.B], current: PurgeSlot.B };
  expect(hostOf(host({ purge: both })).purge).toMatchObject(both);
});
