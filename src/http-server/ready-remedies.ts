import { latchRemedy } from '../telemetry/latch-remedy.ts';
import type { ReadyState } from './ready-reason.ts';

/** What a reason is worded from. */
export interface RemedyFacts {
  readonly account: string;
  readonly side: 'source' | 'sink';
  readonly part: string;
  readonly state: ReadyState;
  /** Of the last failure; empty where there was none. */
  readonly code: string;
  /** The newest reading lies ahead of this machine’s clock. */
  readonly isAhead: boolean;
}

const PROGRAM = 'nightscout-dexcom-bridge';
const IF_IT_STAYS = `If it stays: “${PROGRAM} check” says what is wrong, and docs/ERRORS.md explains the code.`;

/** What to do, for a tired person. */
export function remedyOf({ account, side, part, state, code, isAhead }: RemedyFacts): string {
  switch (state) {
    case 'starting':
      return 'Wait some seconds: the bridge has just started and has not heard anything yet.';
    case 'latched':
      return `It was refused and is not tried again until you act. “${PROGRAM} status” says why: put that right. ${latchRemedy(code, account, side).text}`;
    case 'failing':
      return `Nothing at first: the bridge tries again by itself and fetches what was missed. ${IF_IT_STAYS}`;
    case 'stuck':
      return `Nothing is lost: records wait in the journal, and the bridge tries again by itself. Is the destination up, and may it be written to? ${IF_IT_STAYS}`;
    case 'quiet':
      if (isAhead) {
        return 'The newest reading is dated in the future: set this machine’s clock right.';
      }
      return part === 'web-api'
        ? 'Dexcom answers and has no new record: is the phone online, and does the Dexcom app show readings? Its records are one to three hours late anyway. The bridge goes on asking.'
        : 'Dexcom answers and has no new reading. On the phone: does the Dexcom app show readings, is Share on with at least one follower, is the phone online? A sensor in warm-up sends nothing for up to two hours. The bridge goes on asking.';
  }
}
