import { S3 } from "../rgw/s3";
import { describeWithRgw, startRgw, type Rgw } from "../rgw/server";
import { describeWith } from "./programs";

const START_TIMEOUT_MS = 300_000;

/** A gateway and its client, which are there as soon as the first test runs. */
export interface Server {
  rgw: Rgw;
  s3: S3;
}

/** `describe` for tests that need these programs and one gateway for all of them. */
export function describeOnRgw(
  programs: Parameters<typeof describeWith>[0],
  name: string,
  tests: (server: Server) => void,
): void {
  describeWith(programs, name, () => {
    describeWithRgw(name, () => {
      const server = {} as Server;
      beforeAll(async () => {
        server.rgw = await startRgw();
        server.s3 = new S3(server.rgw);
      }, START_TIMEOUT_MS);
      afterAll(async () => {
        server.s3.close();
        await server.rgw.stop();
      });
      tests(server);
    });
  });
}
