/** What changes in a bucket while people use it: who may embed media, and below which prefix they are. */
import { AVATAR, CONTENTS, describeLife } from "./life";

describeLife(
  "a bucket whose settings change",
  "e2e-life-settings",
  (life) => {
    const origins = ["https://social.example", "https://new.example"];
    /** Which of the origins' scripts may read media. */
    const embedding = async (): Promise<string[]> => {
      const preflights = origins.map(async (origin) => {
        const headers = { origin, "access-control-request-method": "GET" };
        const { status } = await life.ask(undefined, { method: "OPTIONS", key: AVATAR, headers });
        return status === 200 ? [origin] : [];
      });
      return (await Promise.all(preflights)).flat();
    };
    const same = { [`http ${AVATAR}`]: [403], [`https ${AVATAR}`]: [200] };

    it("is created, and used", async () => {
      expect(await life.up({ corsOrigins: origins.slice(0, 1) })).toMatchObject({ changes: { create: 7 } });
      expect(await life.upload()).toEqual([200, 200, 200]);
      expect(await life.read(AVATAR)).toBe(CONTENTS[AVATAR]);
      expect(await life.read(AVATAR, "http")).toBe("403");
      expect(await embedding()).toEqual(origins.slice(0, 1));
    });

    it("allows another origin, and media can be read all the time", async () => {
      const { steps, public: readable } = await life.up({ corsOrigins: origins });
      expect(steps).toEqual(["update social-cors"]);
      expect(readable).toMatchObject(same);
      expect(await embedding()).toEqual(origins);
    });

    it("moves below a prefix: new objects are public there, and the old ones are not public any more", async () => {
      const { steps } = await life.up({ corsOrigins: origins, keyPrefix: "media" });
      expect(steps).toEqual(["update social-policy"]);
      expect(await life.upload("media/")).toEqual([200, 200, 200]);
      expect(await life.read(`media/${AVATAR}`)).toBe(CONTENTS[AVATAR]);
      expect(await life.read(AVATAR)).toBe("403");
    });

    it("has no changes the second time", async () => {
      expect(await life.stack.previewDiff()).toMatchObject({ changes: { same: 7 }, steps: [] });
    });
  },
  { keyPrefix: "media" },
);
