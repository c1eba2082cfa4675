/**
 * The order that switches first, run line by line with real servers: a bucket on Ceph RGW, nginx for the web domain and for the media
 * host, and a reader who never stops.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describeOnRgw } from "./on-rgw";
import { EMOJI, EXPORT, IMPORT, Move, ODD, PLAIN, SETTINGS } from "./switch-first/move";
import { urlOf } from "./switch-first/reader";

const TIMEOUT_MS = 110_000;
/** Until the media host has forgotten a copy. */
const FORGOTTEN_MS = 2_500;

describeOnRgw(["aws", "curl", "nginx"], "a move that switches first", (server) => {
  let move: Move;
  afterEach(() => move.end());

  /** An instance with files, and a reader of all of them. */
  async function begin(bucket: string): Promise<void> {
    move = await Move.begin(server, bucket);
    for (const key of [...ODD, EMOJI, ...PLAIN]) await move.write(key);
    for (const key of [EXPORT, IMPORT]) {
      await move.instance.write(key);
      move.reader.forbid(key);
    }
    await move.startHosts();
  }
  const urls = (key: string): string[] => [`/${urlOf(key)}`, `/system/${urlOf(key)}`];

  test(
    "no public URL fails at any moment, nothing private is served, and what Mastodon deletes is gone at the end",
    async () => {
      await begin("switch-first");
      const { instance, reader } = move;
      expect(await move.serveOldFiles()).toContain("OK: the media host serves the bucket and the old files");
      reader.start();
      move.startUploads();

      await move.step("First files", /copy_early/);
      const late = "media_attachments/files/5/original/by an old process.png";
      move.duringRestart = () => move.write(late);
      await move.step("The switch", /./);
      expect(instance.usesBucket).toBe(true);
      // An export that was requested before the switch can be downloaded.
      expect(await instance.objects()).toContain(EXPORT);
      expect(await move.step("Checks", /^check_fallback$/)).toContain("OK:");

      // Before the copy one is deleted that only the old place has, and one that both have; one is written anew.
      const [onlyOld = "", replaced = "", copied = ""] = PLAIN;
      await move.remove(onlyOld);
      await move.remove(EMOJI);
      reader.forget(replaced);
      await instance.write(replaced, "content of a new picture");
      move.betweenCopies = () => move.remove(copied);
      const printed = await move.step("The copy", /./);
      expect(printed).toMatch(/OK: none of \d+ file names is missing\nOK: none of the files is newer/);
      expect(await instance.objects()).not.toContain(copied);
      reader.expect(replaced, "content of a new picture", { oldUrl: false });

      // With the redirect readers would get 404 for what is missing now, and the runbook's check says so.
      await expect(move.step("The end", /check_no_fallback/)).rejects.toThrow(
        /STOP: \S+ answers 200, but must/,
      );
      for (const url of urls(copied)) expect((await reader.follow(url)).status).not.toBe(200);

      // Requests that old processes of nginx still serve fail when the inner server ends (docs/proxy-nginx.md).
      await reader.pauseWhile(() => move.configureMedia({ legacy: false }));
      expect(await move.step("The end", /check_no_fallback/)).toContain("OK: the media host serves only");
      await move.redirect();
      expect(await move.step("The end", /check_redirect|remove-orphans/)).toContain("OK: old URLs lead");
      await move.stopUploads();
      await sleep(FORGOTTEN_MS);
      await reader.stop();

      expect([...reader.failures]).toEqual([]);
      expect(reader.rounds).toBeGreaterThan(10);
      const media = [...instance.media].filter(([key]) => key !== EXPORT && key !== IMPORT);
      for (const [key, content] of media) {
        for (const url of urls(key))
          expect([url, await reader.follow(url)]).toMatchObject([url, { status: 200, text: content }]);
      }
      for (const url of [onlyOld, EMOJI, copied].flatMap(urls))
        expect([403, 404]).toContain((await reader.follow(url)).status);
      expect((await instance.objects()).sort()).toEqual([...media.map(([key]) => key), EXPORT].sort());
    },
    TIMEOUT_MS,
  );

  test(
    "the way back from the copy: no URL fails, and every upload since the switch is a file again",
    async () => {
      await begin("way-back");
      const { instance, reader, session } = move;
      await move.installRule();
      reader.start();
      await move.step("The switch", /./);
      const [since, last] = [
        "media_attachments/files/6/original/since.png",
        "accounts/avatars/7/original/last.png",
      ];
      await move.write(since);
      const [deleted = "", kept = ""] = PLAIN;
      await move.step("The copy", /^copy_media$/);
      await move.remove(deleted);
      // Until the old settings are back, Mastodon writes to the bucket.
      move.duringRestart = () => move.write(last);
      await move.step("The way back", /^(?!rm )/);
      expect(instance.usesBucket).toBe(false);
      expect(instance.files()).toEqual(expect.arrayContaining([since, last, kept, EMOJI, ...ODD]));
      expect(instance.files()).not.toContain(deleted);
      for (const key of [since, last]) reader.expect(key, instance.media.get(key) ?? "", { oldUrl: true });
      await move.write("accounts/avatars/8/original/afterwards.png");
      await reader.stop();
      expect([...reader.failures]).toEqual([]);
      expect(readFileSync(join(session.folder, ".env.production"), "utf8")).toBe(SETTINGS);
      await move.redirectBack();
      for (const key of [since, ...ODD]) {
        const { status, location } = await move.media.get(`/${urlOf(key)}`);
        expect([status, location]).toEqual([301, `${move.web.origin}/system/${urlOf(key)}`]);
      }
    },
    TIMEOUT_MS,
  );

  const faults: [string, () => Promise<void>, RegExp][] = [
    [
      "the fallback ends before the copy",
      async () => {
        await move.installRule();
        await move.configureMedia({ legacy: false });
      },
      /^\/accounts\/\S+ answered (40[34]|502)$/m,
    ],
    [
      "old URLs are redirected before the fallback ends",
      () => move.redirect(),
      /^\/accounts\/\S+ answered (40[34]|502)$/m,
    ],
    [
      "Mastodon's own rule for /system/ stays",
      () => Promise.resolve(),
      /^\/system\/backups\/\S+ is served, and is private$/m,
    ],
  ];

  test.each(faults)(
    "the reader notices when %s",
    async (name, fault, found) => {
      await begin(`fault-${faults.findIndex(([one]) => one === name)}`);
      await fault();
      move.reader.start();
      await move.reader.stop();
      expect([...move.reader.failures].join("\n")).toMatch(found);
    },
    TIMEOUT_MS,
  );

  test(
    "the check before the switch notices that private files are served",
    async () => {
      await begin("no-rule");
      await expect(move.step("The media host", /check_fallback/)).rejects.toThrow(
        /STOP: \S+\/system\/backups\/dumps\/9\/original\/archive.zip answers 200/,
      );
    },
    TIMEOUT_MS,
  );

  test(
    "the check before the switch notices that caches would keep a 404 of the old place",
    async () => {
      await begin("kept-404");
      await move.installRule((rule) => rule.replace('immutable";', 'immutable" always;'));
      await expect(move.step("The media host", /check_fallback/)).rejects.toThrow(
        /STOP: \S+\/system\/accounts\/media-storage-none\S+ sends Cache-Control/,
      );
    },
    TIMEOUT_MS,
  );
});
