/** Everything that is asked of a proxy with the package's own configuration. */
import { describeWithRgw, startRgw, type Rgw } from "../../rgw/server";
import { describeWith } from "../../runbook/programs";
import type { ProxyServer } from "./server";
import { settingsTests } from "./settings-tests";
import { proxyFailures, type ProxyStage, startStage } from "./stage";
import { casesOf, type ProxyCase, type Variant, VARIANTS } from "./table";

const START_TIMEOUT_MS = 300_000;
/** A case takes a fraction of a second, and as long as it has to wait; the machine may have much else to do. */
const TIMEOUT_MS = 300_000;

/** A configuration that is wrong in one way. */
export interface ProxyFault {
  /** Changes the text; one that has nothing to change fails the test. */
  change: (site: string) => string;
  /** The row of requests.json that has to fail then, and the variant that it is asked of. */
  red: string;
  of: Variant;
}

const titleOf = ({ name, targets: [target = "", ...more] }: ProxyCase): string =>
  more.length === 0 ? `${name}: ${target}` : name;

/** Registers the tests of a proxy: the table, and that its rows fail when the configuration is wrong. */
export function proxyTests(
  server: ProxyServer,
  faults: Record<string, ProxyFault>,
  more: (stage: () => ProxyStage) => void = () => undefined,
): void {
  describeWith([server.name], server.name, () => {
    describeWithRgw(`${server.name} in front of a bucket`, () => {
      let rgw: Rgw;
      let stage: ProxyStage;
      beforeAll(async () => {
        rgw = await startRgw();
        stage = await startStage(server, rgw);
      }, START_TIMEOUT_MS);
      afterAll(async () => {
        await (stage as ProxyStage | undefined)?.stop();
        await (rgw as Rgw | undefined)?.stop();
      });

      const asked = (Object.keys(VARIANTS) as Variant[]).map(
        (variant) => [variant, casesOf(variant, server.keepsCopies)] as const,
      );
      describe.each(asked.filter(([, cases]) => cases.length > 0))("%s", (variant, cases) => {
        test.each(cases.map((one) => [titleOf(one), one] as const))(
          "%s",
          async (_, one) => {
            expect(await proxyFailures(stage, variant, one)).toEqual([]);
          },
          TIMEOUT_MS,
        );
      });

      test.each(Object.entries(faults))(
        "a row fails when %s",
        async (_, { change, red, of }) => {
          const changed = (site: string): string => {
            const broken = change(site);
            if (broken === site) throw new Error("the fault has nothing to change");
            return broken;
          };
          const rows = casesOf(of, server.keepsCopies).filter(({ name }) => name === red);
          expect(rows).not.toEqual([]);
          const wrong: string[] = [];
          for (const one of rows) {
            wrong.push(...(await proxyFailures(stage, of, one, changed)));
            // One that is red is enough.
            if (wrong.length > 0) break;
          }
          expect(wrong).not.toEqual([]);
        },
        TIMEOUT_MS,
      );

      settingsTests(() => stage);
      more(() => stage);
    });
  });
}
