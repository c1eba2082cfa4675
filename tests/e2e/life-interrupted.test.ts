/** An `up` that ends half way, when the server has done something that the engine does not know of, and is repeated. */
import { elements } from "../rgw/s3";
import { AVATAR, CONTENTS, describeLife } from "./life";
import { startHoldingProxy, type HoldingProxy } from "./servers/holding-proxy";
import { until } from "../rgw/server/run";

describeLife("an up that is interrupted", "e2e-life-interrupted", (life) => {
  let proxy: HoldingProxy;

  beforeAll(async () => {
    proxy = await startHoldingProxy(life.rgw.http);
    const s3 = { server: "ceph", endpoint: proxy.url, region: "default", allowHttp: true };
    await life.configure({ store: { s3 } });
  });
  afterAll(() => proxy.stop());

  /** Runs a command until the server has answered such a request, and ends it before the engine knows. */
  async function end(
    command: (end: AbortSignal) => Promise<unknown>,
    matches: (method: string, target: string) => boolean,
  ): Promise<string> {
    const controller = new AbortController();
    const held = proxy.hold(matches);
    let hasEnded = false;
    const ended = command(controller.signal)
      .then(
        () => "it was not interrupted",
        (error: unknown) => String(error),
      )
      .finally(() => (hasEnded = true));
    await Promise.race([held, ended]);
    controller.abort();
    // The engine has to notice before the answer comes; then it waits for no more than that.
    await until(() => hasEnded || life.stack.printed.includes("^C received"), "the engine did not notice");
    proxy.release();
    return ended;
  }

  const deployment = async (): Promise<State["deployment"]> =>
    (JSON.parse(await life.stack.exportState()) as State).deployment;
  const nameOf = ({ urn }: { urn: string }): string => urn.split("::").pop()!;
  /** Which of the bucket's parts the state has. */
  const known = async (): Promise<string[]> =>
    ((await deployment()).resources ?? []).map(nameOf).filter((name) => name.startsWith("social-"));
  /** What the state has as begun, and not known to be done. */
  const pending = async (): Promise<string[]> =>
    ((await deployment()).pending_operations ?? []).map(
      ({ resource, type }) => `${type} ${nameOf(resource)}`,
    );
  const buckets = async (): Promise<string[]> =>
    elements((await life.s3.must(life.rgw.root, { method: "GET" })).text, "Name");

  it("is killed when the bucket exists but is not in the state: the next one is refused until the lock is removed", async () => {
    const creates = (method: string, target: string): boolean =>
      method === "PUT" && target.split("?")[0]!.replace(/\/$/, "") === `/${life.bucket}`;
    expect(await end((signal) => life.stack.killedUp(signal), creates)).toContain("AbortError");
    expect([await buckets(), await known(), await pending()]).toEqual([
      [life.bucket],
      [],
      ["creating social-bucket"],
    ]);
    await expect(life.stack.up()).rejects.toThrow("the stack is currently locked");
    await life.stack.cancel();
  });

  it("is interrupted by Ctrl-C while the policy is set: that step is finished, and nothing else", async () => {
    const sets = (method: string, target: string): boolean => method === "PUT" && target.includes("?policy");
    expect(await end((signal) => life.stack.up(signal), sets)).toContain("update canceled");
    expect(await known()).toEqual(["social-bucket", "social-access-block", "social-policy"]);
  });

  it("is complete when it is repeated, and creates nothing twice", async () => {
    const { steps } = await life.watch(() => life.stack.up());
    expect(steps).toEqual(["create social-cors"]);
    expect(await buckets()).toEqual([life.bucket]);
    expect(await life.upload()).toEqual([200, 200, 200]);
    expect(await life.read(AVATAR)).toBe(CONTENTS[AVATAR]);
    expect(await life.stack.previewDiff()).toMatchObject({ changes: { same: 7 }, steps: [] });
  });

  it("removes the pending creation of the bucket with a refresh that is asked to", async () => {
    expect(await pending()).toEqual(["creating social-bucket"]);
    expect(await life.stack.refresh({ clearPendingCreates: true })).toMatchObject({ changes: { same: 7 } });
    expect(await pending()).toEqual([]);
  });
});

interface State {
  deployment: {
    resources?: { urn: string }[];
    pending_operations?: { resource: { urn: string }; type: string }[];
  };
}
