import type { Mount } from '../http-server/server.ts';
import type { HttpCall } from '../platform/http-client.ts';
import type { Display } from '../platform/display.ts';
import type { Secret } from '../platform/secret.ts';
import { VERSION } from '../platform/version.ts';
import { isLoopback } from '../platform/web-address.ts';
import type { BridgeEvent } from '../telemetry/events.ts';
import { showLiveAccount, type LiveAccounts } from './live-accounts.ts';
import { createMeasure } from './measure-bridge.ts';
import { meteredAccounts } from './metered-accounts.ts';
import type { Relay } from './relay.ts';
import type { ListenSetting } from './serve.ts';

/** What everything that is served is made of. */
export interface ServedFacts extends LiveAccounts {
  readonly listen: ListenSetting;
  readonly feedApiSecret: Secret | undefined;
  readonly display: Display;
  /** The data folder. */
  readonly folder: string;
  /** The data are made up. */
  readonly isSimulated: boolean;
  /** Facts and calls, also those told before the counters are there. */
  readonly events: Relay<BridgeEvent>;
  readonly calls: Relay<HttpCall>;
  /** Aborted when the program stops. */
  readonly stopping: AbortSignal;
}

/** Every route of the program, in the order in which they are asked. Loads the whole HTTP side. */
export async function createServedRoutes(facts: ServedFacts): Promise<readonly Mount[]> {
  const [{ createHealthRoutes }, { createReadyRoutes }, { createMetricsRoutes }, metrics] =
    await Promise.all([
      import('../http-server/health.ts'),
      import('../http-server/ready.ts'),
      import('../http-server/metrics.ts'),
      import('../telemetry/metrics/index.ts'),
    ]);
  const { clock, board, journal, folder } = facts;
  const accounts = meteredAccounts(facts.accounts);
  const measure = createMeasure({ accounts, journal, folder, board, clock });
  const { startedAt } = board.snapshot();
  const figures = metrics.createMetrics({ version: VERSION, startedAt, clock, accounts, measure });
  facts.events.connect(figures.note);
  facts.calls.connect((call) => figures.noteCall(call));
  const open = [
    createHealthRoutes({ clock, version: VERSION, status: () => board.snapshot() }),
    createReadyRoutes({ clock, measure }),
    createMetricsRoutes(figures),
  ];
  return [...open.map((routes) => ({ path: '/', routes })), ...(await createReaderRoutes(facts))];
}

/** What shows glucose: the page, and a feed for each account, the first one’s at the root too. */
async function createReaderRoutes(facts: ServedFacts): Promise<readonly Mount[]> {
  const [{ createReaderAccess }, { createFeed }, { createPageRoutes }] = await Promise.all([
    import('../http-server/access/index.ts'),
    import('../feed/index.ts'),
    import('../status-page/index.ts'),
  ]);
  const { listen, feedApiSecret: secret, clock, journal, display, stopping } = facts;
  const isRequired = listen.everywhere || !isLoopback(listen.host);
  const access = createReaderAccess({ secret, isRequired, clock, stopping });
  const page = createPageRoutes({
    accounts: facts.accounts.map(({ name }, index) => ({
      name,
      path: index === 0 ? '/' : `/accounts/${name}/`,
    })),
    journal,
    clock,
    access,
    display,
    version: VERSION,
    isSimulated: facts.isSimulated,
    describe: (account) => showLiveAccount(facts, account),
    subscribe: (listener) => facts.events.connect(listener),
  });
  const feeds = facts.accounts.flatMap(({ name, device, writes }, index): Mount[] => {
    const routes = createFeed({ account: name, device, writes, journal, clock, display, access });
    const own = { path: `/accounts/${name}`, routes };
    return index === 0 ? [{ path: '/', routes }, own] : [own];
  });
  return [{ path: '/', routes: page }, ...feeds];
}
