import type { Reading } from '../../src/domain/reading.ts';
import { createHttpServer, type HttpServer } from '../../src/http-server/server.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { createPageRoutes } from '../../src/status-page/index.ts';
import {
  aCourse,
  createPageRig,
  type PageRig,
  type PageRigOptions,
} from '../status-page/page-rig.ts';

/** A page that is really served, on loopback. */
export interface Stage {
  readonly rig: PageRig;
  readonly url: string;
  /** Ends the server and begins another on the same port, after `between`. */
  restart(between: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** What a stage may be told; the clock is the machine’s own. */
export interface StageOptions extends Partial<PageRigOptions> {
  /** In the journal of the first account from the start; absent: a day of them. */
  readonly readings?: readonly Reading[];
}

/** Opens a stage. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const rig = await createPageRig({ clock: systemClock, ...options });
  const { readings = aCourse(Date.now() - 60_000, 288) } = options;
  await rig.fill(readings, rig.facts.accounts[0]!.name);
  const serve = async (port: number): Promise<[HttpServer, number]> => {
    const mounts = [{ path: '/', routes: createPageRoutes(rig.facts) }];
    const made = createHttpServer({ host: '127.0.0.1', port }, mounts);
    return [made, (await made.open()).port];
  };
  let [server, port] = await serve(0);
  return {
    rig,
    url: `http://127.0.0.1:${port}/`,
    async restart(between) {
      await server.close();
      await between();
      [server, port] = await serve(port);
    },
    close: () => server.close(),
  };
}
