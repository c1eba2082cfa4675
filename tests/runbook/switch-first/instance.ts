/** What Mastodon does during a move: it writes and deletes media where its settings say, and knows which media it has. */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { elements, type S3 } from "../../rgw/s3";
import { unescaped } from "../buckets";

export class Instance {
  /** Mastodon's database: the content of each file by its key. */
  readonly media = new Map<string, string>();
  /** Whether it uses the bucket. Like Mastodon it reads its settings when it starts. */
  usesBucket = false;

  constructor(
    /** The folder of Mastodon. */
    private readonly folder: string,
    private readonly s3: S3,
    private readonly bucket: string,
  ) {}

  restart(): void {
    const settings = readFileSync(join(this.folder, ".env.production"), "utf8");
    this.usesBucket = /^S3_ENABLED=true$/m.test(settings);
  }

  async write(key: string, content = `content of ${key}`): Promise<void> {
    if (this.usesBucket) {
      const { writer } = this.s3.server;
      await this.s3.must(writer, { method: "PUT", bucket: this.bucket, key, body: content });
    } else {
      mkdirSync(dirname(this.file(key)), { recursive: true });
      writeFileSync(this.file(key), content);
    }
    this.media.set(key, content);
  }

  async remove(key: string): Promise<void> {
    this.media.delete(key);
    if (this.usesBucket) await this.removeObject(key);
    else rmSync(this.file(key));
  }

  /** `tootctl media remove-orphans`, with the settings for files or for the bucket. Keys of other depths are left alone, as there. */
  async removeOrphans(where: "files" | "bucket"): Promise<void> {
    const keys = where === "files" ? this.files() : await this.objects();
    for (const key of keys.filter((one) => !this.media.has(one) && !/^(backups|imports)\//.test(one))) {
      if (where === "files") rmSync(this.file(key));
      else await this.removeObject(key);
    }
  }

  async objects(): Promise<string[]> {
    const { writer } = this.s3.server;
    const { text } = await this.s3.must(writer, { method: "GET", bucket: this.bucket, query: "list-type=2" });
    return elements(text, "Key").map(unescaped);
  }

  files(): string[] {
    const root = join(this.folder, "public/system");
    if (!existsSync(root)) return [];
    return readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) =>
      statSync(join(root, path)).isFile(),
    );
  }

  /** What is stored in the bucket. */
  async object(key: string): Promise<string> {
    const { text } = await this.s3.must(this.s3.server.writer, { method: "GET", bucket: this.bucket, key });
    return text;
  }

  file(key: string): string {
    return join(this.folder, "public/system", key);
  }

  private async removeObject(key: string): Promise<void> {
    await this.s3.must(this.s3.server.writer, { method: "DELETE", bucket: this.bucket, key });
  }
}
