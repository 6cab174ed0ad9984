import type { PageState } from '../page-state.ts';
import { ask } from './ask.ts';
import type { Tabs } from './tabs.ts';
import { after, every, viewerNow } from './browser-clock.ts';

/**
 * `live`: the bridge tells us at once. `asking`: there is no stream, we ask every half minute. `lost`: the bridge does not
 * answer. `refused`: it does, and wants the secret.
 */
export type Connection = 'live' | 'asking' | 'lost' | 'refused';

/** What following the bridge reports. */
export interface LiveListeners {
  state(state: PageState): void;
  /** The hour by the bridge’s clock. */
  beat(now: number): void;
  connection(connection: Connection): void;
}

/** The bridge says something every 15 s; after this long the stream is dead, whatever the browser thinks. In ms. */
const SILENCE_MS = 40_000;
const ASK_EVERY_MS = 30_000;
const LONGEST_WAIT_MS = 10_000;
/** A tab that is not looked at for so long gives its stream back, in ms. */
const AWAY_MS = 5_000;
/** A pass that is an hour old is renewed by asking; an open stream alone cannot. In ms. */
const RENEW_EVERY_MS = 45 * 60_000;

/**
 * Follows one account of the bridge for as long as the page is open, by whatever way there is. Only a page that is looked at
 * holds a stream: a browser has six connections for all its tabs, and with six of them taken a seventh would not even load.
 */
export function followBridge(
  root: string,
  account: string,
  tabs: Pick<Tabs, 'whenTold'>,
  listeners: LiveListeners,
): void {
  const query = `?account=${encodeURIComponent(account)}`;
  let wake = (): void => undefined;
  let heardAt = viewerNow();
  let endStream = (): void => undefined;
  let isLost = false;
  let isRefused = false;

  const report = (connection: Connection) => {
    isRefused = connection === 'refused';
    isLost = connection === 'lost' || isRefused;
    listeners.connection(connection);
  };

  const listen = (): Promise<boolean> =>
    new Promise((resolve) => {
      const stream = new EventSource(`${root}page/events${query}`);
      let opened = false;
      heardAt = viewerNow();
      endStream = () => {
        stream.close();
        resolve(opened);
      };
      const hear = () => {
        heardAt = viewerNow();
        if (!opened) report('live');
        opened = true;
      };
      stream.addEventListener('state', ({ data }: MessageEvent<string>) => {
        hear();
        listeners.state(JSON.parse(data) as PageState);
      });
      stream.addEventListener('beat', ({ data }: MessageEvent<string>) => {
        hear();
        listeners.beat(Number(data));
      });
      stream.onerror = () => endStream();
    });

  const askForState = async (): Promise<Connection> => {
    const answer = await ask<PageState>(`${root}page/state${query}`);
    if (answer.kind !== 'ok') return answer.kind;
    listeners.state(answer.value);
    return 'asking';
  };

  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = after(ms, resolve);
      wake = () => {
        cancel();
        resolve();
      };
    });

  /** Signed out, the page asks only when somebody looks at it, or has signed in in another tab. */
  const untilAdmitted = async () => {
    do {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    } while ((await askForState()) === 'refused');
  };

  const follow = async () => {
    let failures = 0;
    for (;;) {
      const isAway = document.hidden;
      const wasOpen = !isAway && (await listen());
      const found = await askForState();
      if (found !== 'asking' || isLost || !(wasOpen || isAway)) report(found);
      if (found === 'refused') {
        await untilAdmitted();
        continue;
      }
      failures = found === 'lost' ? failures + 1 : 0;
      if (found === 'lost') await wait(Math.min(LONGEST_WAIT_MS, 500 * 2 ** failures));
      else await wait(wasOpen || (isAway && !document.hidden) ? 300 : ASK_EVERY_MS);
    }
  };

  const lookUp = () => {
    if (viewerNow() - heardAt > SILENCE_MS) endStream();
    wake();
  };
  every(5_000, () => {
    if (viewerNow() - heardAt > SILENCE_MS) endStream();
  });
  every(RENEW_EVERY_MS, () => {
    if (!isRefused) void askForState();
  });
  addEventListener('online', lookUp);
  addEventListener('focus', lookUp);
  tabs.whenTold(() => {
    if (isLost) lookUp();
  });
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) lookUp();
    else after(AWAY_MS, () => document.hidden && endStream());
  });
  void follow();
}
