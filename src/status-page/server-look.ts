import type { Display } from '../platform/display.ts';
import { wallClock } from '../platform/local-time.ts';
import type { Look } from './view/look.ts';

/** How the server shows it before a script knows the viewer: in the bridge’s units, on the bridge’s wall clock, which it names. */
export function serverLook({ units }: Display): Look {
  return {
    units,
    isLive: false,
    clock(at, now) {
      const { date, time, offset } = wallClock(at);
      const zone = offset === '+00:00' ? 'UTC' : `UTC${offset}`;
      return date === wallClock(now).date ? `${time} ${zone}` : `${date} ${time} ${zone}`;
    },
  };
}
