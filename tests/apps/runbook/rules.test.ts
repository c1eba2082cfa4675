/** What holds for the lines of every runbook, whatever the app, the deployment and the direction. */
import { runbookOf } from "../../../apps/runbooks";
import { storeProductOfFacts } from "../../../stores";
import { Direction, runbookMarkdown, type RunbookInput } from "../../../runbook";
import { createdHost } from "../../../runbook/media-host";
import { AUTHENTIK, MASTODON, SUPABASE } from "./cases";
import { shellBlocks } from "./markdown";

const cases = [...MASTODON, ...AUTHENTIK, ...SUPABASE];
const textOf = (input: RunbookInput): string => runbookMarkdown(runbookOf(input));
const linesOf = (input: RunbookInput): string =>
  shellBlocks(textOf(input))
    .map(({ shell }) => shell)
    .join("\n");

test.each(cases)("$name has no line that could end the session", ({ input }) => {
  const lines = linesOf(input);
  expect(lines).not.toMatch(/(^|[;&|({]\s*)(exit|exec|logout)\b(?!:)/m);
  expect(lines).not.toMatch(/^\s*set -[a-z]*[eu]|^\s*set -o (errexit|nounset)/m);
});

test.each(cases)("$name changes no env file by a shell line", ({ input }) => {
  expect(linesOf(input)).not.toMatch(/[^>]>>?\s*\S*\.env(\.production)?(\s|$)|sed -i|tee \S*\.env/m);
});

test.each(cases)("$name takes the folder from --folder, and names it once a block", ({ input }) => {
  const text = textOf({ ...input, folder: "/srv/my app" });
  expect(text).toContain("FOLDER='/srv/my app' #");
  expect(text.match(/\/srv\/my app/g)).toHaveLength(text.match(/^FOLDER=/gm)!.length);
  for (const usual of ["/home/mastodon", "/opt/authentik", "/opt/supabase"])
    expect(text).not.toContain(usual);
});

test.each(cases)("$name shows what it brings back before it does so", ({ input }) => {
  const lines = linesOf(input);
  for (const { 0: line, 1: what = "", index } of lines.matchAll(
    /(media_storage env \S+ \S+ --restore \S+) --yes/g,
  )) {
    const shown = lines.indexOf(`${what} --all-changes < /dev/null`);
    expect([line, shown > 0 && shown < index]).toEqual([line, true]);
  }
});

test.each(cases.filter(({ input }) => input.facts.store.server === "ceph"))(
  "$name names the ports to close on SeaweedFS before files are there, and on Ceph none",
  ({ input }) => {
    const { facts, direction } = input;
    const onSeaweedfs = { ...input, facts: { ...facts, store: { ...facts.store, server: "seaweedfs" } } };
    const namesPorts = (one: RunbookInput): boolean =>
      (textOf(one).split("\n## ", 1)[0] ?? "").includes("8888");
    expect([namesPorts(onSeaweedfs), namesPorts(input)]).toEqual([direction !== "s3-to-file", false]);
  },
);

/** The app is stopped, or restarted with other settings. */
const STOPS =
  /systemctl stop|docker compose stop|scale --replicas=0|^\s*(docker compose (-f \S+ )*up|helm .*upgrade)/m;

test.each(cases)("$name makes and copies all files before the app is stopped", ({ input }) => {
  const [, afterwards = ""] = textOf(input).split("\n## The switch\n");
  const [before = ""] = textOf(input).split("\n## The switch\n");
  expect(afterwards).not.toMatch(/copy (it|them) to where|media-storage env \S+ --stack/);
  // What the lines of the switch read is asked for above.
  const required = before.match(/^for file in (.*); do$/m)?.[1]?.split(" ") ?? [];
  const [theSwitch = ""] = afterwards.split("\n## ");
  const named = [...theSwitch.matchAll(/(?:--from "\$FOLDER"\/|-f )((?!docker-compose)[\w.-]+)/g)].map(
    ([, file]) => file,
  );
  for (const file of new Set(named)) {
    if (file === "compose.media-storage.yml") expect(required).toContain(`${file}.new`);
    else expect(required.map((one) => one.replace("./", ""))).toContain(file);
  }
  expect(STOPS.test(before.split("\n## Before\n")[1] ?? "")).toBe(false);
});

test.each(cases)("$name has the command of this package, never what npx would download", ({ input }) => {
  const text = textOf(input);
  expect(text).not.toMatch(/\bnpx\b/);
  for (const [, before = ""] of text.matchAll(/^(.*)\bmedia-storage env\b/gm))
    expect(before).toMatch(/npm exec --no -- $/);
  for (const [, rest = ""] of text.matchAll(/media-storage env (?!--into)(.*)/g))
    expect(rest).toContain("--stack prod");
});

const isSwitchFirst = ({ input }: (typeof cases)[number]): boolean =>
  input.direction === "file-to-s3" && input.facts.mediaHost?.legacy !== undefined;

describe("the order that switches first", () => {
  const first = cases.filter(isSwitchFirst);
  const sectionOf = (text: string, title: string): string =>
    text.split(`\n## ${title}`)[1]?.split("\n## ")[0] ?? "";

  test.each(first)(
    "$name has the old files served, and only public ones, before it checks both hosts",
    ({ input }) => {
      const section = sectionOf(textOf(input), "The media host and the old place, before the switch");
      const served = section.indexOf("location ~ ^/system/((?:accounts|");
      expect(served).toBeGreaterThan(0);
      expect(section.indexOf("\ncheck_fallback\n")).toBeGreaterThan(served);
      const [, prefixes = ""] = /\(\?:([^)]*)\)/.exec(section) ?? [];
      expect(prefixes.split("|").map((prefix) => `${prefix}/`)).toEqual(
        input.facts.bucket.hostPrefixes ?? input.facts.bucket.publicPrefixes,
      );
      expect(prefixes).not.toMatch(/backups|imports/);
    },
  );

  test.each(first)("$name restarts what people use, and never stops it", ({ input }) => {
    const text = textOf(input);
    expect(text).not.toMatch(/(systemctl|compose) stop.*web|\(web\|sidekiq.*scale --replicas=0/);
    expect(sectionOf(text, "The switch")).not.toMatch(/^copy_media/m);
  });

  test.each(first)(
    "$name copies after the switch, and redirects only what is proved to be copied",
    ({ input }) => {
      const text = textOf(input);
      const order = [
        "\n## The switch\n",
        "\nmark_switch\n",
        "\ncopy_media\n",
        "\ncopy_media && prove_copy file_names object_names && prove_quiet files\n",
        "Remove `mediaHost.legacy`",
        "\ncheck_no_fallback\n",
        "return 301 https://files.social.example/",
        "\ncheck_redirect\n",
      ];
      const normalized = text.replace("\ncopy_early && mark_switch\n", "\nmark_switch\n");
      const places = order.map((what) => normalized.lastIndexOf(what));
      expect(Math.min(...places)).toBeGreaterThan(0);
      expect(places).toEqual([...places].sort((a, b) => a - b));
    },
  );

  test.each(cases.filter((one) => !isSwitchFirst(one)))("$name has none of its steps", ({ input }) => {
    expect(linesOf(input)).not.toMatch(/check_fallback|copy_early|LEGACY_URL/);
  });

  test("the order that copies first says when this one is better, where it can be printed", () => {
    const says = cases
      .filter(({ input }) => textOf(input).includes("set `mediaHost.legacy:"))
      .map(({ name }) => name);
    expect(says).toEqual([
      "mastodon.systemd.file-to-s3",
      "mastodon.compose.file-to-s3",
      "mastodon.helm.file-to-s3",
      "mastodon-cloudfront-manual.systemd.file-to-s3",
      "mastodon-cloudfront-cloudflare.helm.file-to-s3",
      "mastodon-r2.systemd.file-to-s3",
    ]);
  });
});

const created = cases.filter(({ input }) => createdHost(input.facts) !== undefined);
const kindOf = ({ facts }: RunbookInput): string => createdHost(facts)!.kind;

describe("a media host that the stack creates", () => {
  const toIt = created.filter(({ input }) => input.direction !== "s3-to-file");

  test.each(created)("$name says nothing of a proxy of the operator's own", ({ input }) => {
    expect(textOf(input)).not.toMatch(/your own proxy|proxy of|in the proxy/);
  });

  test.each(toIt.filter((one) => !isSwitchFirst(one)))(
    "$name checks the host before the switch",
    ({ input }) => {
      const [before = ""] = textOf(input).split("\n## The switch\n");
      const [, checks = ""] = before.split("\n## The media host, before the switch\n");
      expect(checks).toContain('curl -sSg -I "$MEDIA_URL/$KEY"');
      expect(checks).toContain('curl -sSg -I -H "Origin: $WEB" "$MEDIA_URL/$KEY"');
      expect(checks).toContain("list-type=2");
      expect(checks).toMatch(/"\$url\/"(backups|reports)\/none/);
    },
  );

  test.each(toIt)("$name promises something about hidden files only if objects have ACLs", ({ input }) => {
    const promised = textOf(input).includes("Files that the app deletes or hides stay readable");
    expect(promised).toBe(input.facts.bucket.objectAcls);
  });

  test.each(toIt)("$name says how deleted media leave the host", ({ input }) => {
    expect(textOf(input).split("\n## The switch\n")[1]).toContain(
      { cloudFront: "aws cloudfront create-invalidation", r2: "/purge_cache" }[kindOf(input)],
    );
  });

  test.each(toIt.filter(({ input }) => textOf(input).includes("A private key is refused")))(
    "$name expects for a private key what the host answers",
    ({ input }) => {
      const status = { cloudFront: 403, r2: 404 }[kindOf(input)];
      expect(textOf(input)).toContain(`A private key is refused at both: ${status} at the media host`);
    },
  );

  test.each(created)(
    "$name names the output mediaHosts only if it has another name of the host",
    ({ input }) => {
      expect(textOf(input).includes("`domainName` of the output")).toBe(
        kindOf(input) === "cloudFront" && input.direction === Direction.S3ToS3,
      );
    },
  );

  test.each(toIt)("$name prints the DNS record only if the operator creates it", ({ input }) => {
    const isManual = input.facts.mediaHost?.dns === "manual";
    expect(textOf(input).includes("**You create the DNS record**")).toBe(isManual);
    expect(textOf(input).includes("pulumi stack output socialMediaHosts --stack prod")).toBe(isManual);
  });

  test.each(toIt.filter(({ input }) => input.facts.app.name === "mastodon"))(
    "$name makes a public bucket private only after the checks of the switch",
    ({ input }) => {
      const text = textOf(input);
      const isPublic = input.facts.bucket.publicPrefixes.length > 0;
      expect(text.includes("set `access: cdn` in the config")).toBe(isPublic);
      expect(text.indexOf("\n## The private bucket")).toBeGreaterThan(text.indexOf("\n## Checks\n"));
    },
  );

  test.each(cases.filter((one) => !created.includes(one)))(
    "$name, without such a host, has none of its steps",
    ({ input }) => {
      expect(textOf(input)).not.toMatch(/cloudfront|The private bucket|You create the DNS record/);
    },
  );
});

test("a tenant id is no pattern and no option of grep", () => {
  const { input } = SUPABASE[0]!;
  for (const tenantId of ["-v", "a.c", "--help"])
    expect(linesOf({ ...input, facts: { ...input.facts, app: { ...input.facts.app, tenantId } } })).toContain(
      `grep -Fxe ${tenantId}\n`,
    );
});

test.each(cases.filter(({ input }) => input.facts.store.endpoint !== undefined))(
  "$name trusts the store's own authority in every tool",
  ({ input }) => {
    const lines = linesOf({
      ...input,
      facts: { ...input.facts, store: { ...input.facts.store, caFile: "/etc/my ca.pem" } },
    });
    expect(lines).toContain(`cat '/etc/my ca.pem' > "$MOVE_TMP/ca.pem"`);
    expect(lines).toContain("AWS_CA_BUNDLE=$MOVE_TMP/ca.pem");
    expect(lines).toMatch(/^for file in .*'\/etc\/my ca\.pem'.*; do$/m);
    expect(linesOf(input)).not.toContain("ca.pem");
  },
);

test.each(
  MASTODON.filter(
    ({ input: { direction, facts } }) => direction !== "s3-to-file" && !facts.bucket.objectAcls,
  ),
)("$name says how hidden files stay hidden, and names ACLs only if the store has them", ({ input }) => {
  const [, remedy = ""] = /these files must stay hidden, (.*)/.exec(textOf(input)) ?? [];
  expect(remedy).toContain("delete those accounts first");
  expect(remedy.includes("`access: acl`")).toBe(storeProductOfFacts(input.facts.store)?.can.objectAcls);
});

const toOther = cases.filter(({ input }) => input.source !== undefined);

test.each(toOther)(
  "$name deletes only behind three proofs, what was copied, after the bucket's name",
  ({ name, input }) => {
    const { source } = input;
    const [, cleanUp = ""] = textOf(input).split("\n## Clean-up");
    const proofs = ["**Proof 1", "**Proof 2", "**Proof 3"].map((proof) => cleanUp.indexOf(proof));
    expect(Math.min(...proofs)).toBeGreaterThan(0);
    const deletes = cleanUp.indexOf("rclone delete ");
    // Without a media host other servers keep the old URLs, so nothing is deleted.
    if (deletes < 0) expect([name, cleanUp.includes("**Keep the old bucket")]).toEqual([name, true]);
    else {
      expect(deletes).toBeGreaterThan(Math.max(...proofs));
      expect(cleanUp).toContain(`[ "$answer" = "$OLD_BUCKET" ]`);
      expect(cleanUp).toContain("--files-from-raw");
    }
    expect(cleanUp).not.toMatch(/rclone purge|s3 rb|--delete\b/);
    expect(source?.bucket).toBe("old-media");
  },
);

describe("a later session", () => {
  const IN_POD = "In the pod.";
  const isEachSession = ({ says }: { says: string }): boolean => says.includes("**Each session.**");
  /** The blocks of one place: the shell, or the pod. */
  const blocksIn = (input: RunbookInput, inPod: boolean) =>
    shellBlocks(textOf(input)).filter(({ says }) => says.startsWith(IN_POD) === inPod);
  const functionsOf = (shell: string): string[] =>
    [...shell.matchAll(/^(\w+)\(\) \{/gm)].map(([, name = ""]) => name);

  test.each(cases)(
    "of $name has every function and folder from the blocks that say Each session",
    ({ input }) => {
      for (const inPod of [false, true]) {
        const blocks = blocksIn(input, inPod);
        const known = functionsOf(
          blocks
            .filter(isEachSession)
            .map(({ shell }) => shell)
            .join("\n"),
        );
        const all = new Set(shellBlocks(textOf(input)).flatMap(({ shell }) => functionsOf(shell)));
        for (const { section, says, shell } of blocks.filter(({ section }) => section !== "Before")) {
          const used = [...all].filter((name) => new RegExp(`(^|[ (;|"])${name}\\b(?!\\()`, "m").test(shell));
          const missing = used.filter((name) => !known.includes(name) && !functionsOf(shell).includes(name));
          // "A week ahead" comes first, and is a session of its own.
          expect([section, says, section === "A week ahead" ? [] : missing]).toEqual([section, says, []]);
        }
      }
    },
  );

  test.each(cases)("of $name begins with blocks that copy, fetch and delete nothing", ({ input }) => {
    for (const { shell } of shellBlocks(textOf(input)).filter(isEachSession)) {
      const calls = shell.replace(/^\w+\(\) \{[\s\S]*?^\}$/gm, "").replace(/^\w+\(\) \{.*\}$/gm, "");
      expect(calls).not.toMatch(
        /^\s*(copy|fetch|hide|delete|send|check|prove)_\w+|s3 (cp|sync|rm)|rclone (copy|delete)/m,
      );
    }
  });

  test.each(cases)(
    "of $name proves without a copy: the clean-up changes no file and no object before its proofs",
    ({ input }) => {
      const [, cleanUp = ""] = textOf(input).split("\n## Clean-up");
      const proofs = cleanUp.slice(cleanUp.indexOf("**Proof 1"), cleanUp.lastIndexOf("**Proof "));
      expect(proofs).not.toMatch(/^(copy|fetch)_\w+|rclone copy|s3 (cp|sync)/m);
      expect(proofs).toMatch(/^(other_bucket && )?prove_copy \w+ \w+$/m);
      expect(cleanUp).toMatch(/^prove_quiet \w+$/m);
    },
  );
});

test.each(cases.filter(({ input }) => input.deployment === "helm"))(
  "$name stops its pods before a copy that has to be the last, and upgrades only while the volume is kept",
  ({ input }) => {
    const [, theSwitch = ""] = textOf(input).split("\n## The switch\n");
    const lines = theSwitch.split("\n## ")[0]!;
    if (lines.includes("--replicas=0")) {
      expect(lines).toMatch(/--replicas=0\n.*wait --for=delete/);
      expect(lines.indexOf("check_copy")).toBeLessThan(lines.indexOf("helm -n"));
    } else if (input.source === undefined)
      expect(lines.indexOf("rollout status")).toBeLessThan(lines.indexOf("check_copy"));
    if (input.facts.app.name === "mastodon" && input.direction === "file-to-s3")
      expect(lines).toMatch(/^volume_kept &&\n/m);
  },
);
