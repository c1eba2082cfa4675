/** What the preview says of the copies that Cloudflare keeps. */
import type { MediaHostArgs } from "../../../hosts/args";
import { r2PurgeCommand, r2Warnings } from "../../../hosts/r2/warnings";

const hostname = "files.social.example";
const warnings = (publishesBucket: boolean, host: Partial<MediaHostArgs> = {}): string =>
  r2Warnings({ hostname, ...host }, { publishesBucket, hidesFiles: false }).join("\n");

it("says after which time a deleted file is gone, and promises nothing about hidden ones, because R2 has no ACLs", () => {
  expect(warnings(false)).toContain(
    `A file that the app deletes is gone for everybody at ${hostname} after 1 day`,
  );
  expect(warnings(false)).not.toContain("hides");
});

it.each([false, true])(
  "says that former hostnames have copies of their own (the whole bucket: %s)",
  (publishes) => {
    const command = `\`${r2PurgeCommand(hostname, "/*")}\``;
    expect(warnings(publishes)).toContain(`${command} ends that`);
    expect(warnings(publishes, { previousHosts: ["old.social.example"] })).toContain(
      `${command} (and the same command with old.social.example) ends that`,
    );
  },
);
