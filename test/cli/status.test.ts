import { expect, test } from '@jest/globals';
import { statusText } from '../../src/cli/status.ts';
import type { StatusReport } from '../../src/app/read-status.ts';
import { epochMs } from '../../src/domain/instant.ts';

const AT = epochMs(1_745_081_000_000);

function shown(newestAt: number, latchCode?: string): string {
  const report: StatusReport = {
    at: AT,
    dataDir: '/d',
    journal: 'present',
    notes: [],
    accounts: [
      {
        name: 'anna',
        newest: { at: epochMs(newestAt), glucoseMgdl: 123 },
        recent: [],
        records: 1,
        setAside: 0,
        refused: 0,
        sources:
          latchCode === undefined
            ? []
            : [
                {
                  name: 'web-api',
                  state: 'latched',
                  latch: { code: latchCode, message: 'Do it.', since: AT },
                },
              ],
        sinks: [],
      },
    ],
  };
  return statusText(report, 100);
}

test('a reading ahead of this clock is said to be ahead', () => {
  expect(shown(AT + 360_000)).toContain(', 6 min ahead of this machine’s clock\n');
  expect(shown(AT - 360_000)).toContain(', 6 min ago\n');
  expect(shown(AT)).toContain(', 0 s ago\n');
});

test.each(['not_authorised', 'other_application', 'grant_dead', 'grant_lost'])(
  'nobody is sent to unlock for want of a permission: %s',
  (code) => {
    const text = shown(AT, `web-api.${code}`);
    expect(text).toContain('Do it.');
    expect(text).toContain('by itself');
    expect(text).not.toContain('unlock');
  },
);

test.each(['web-api.client_refused', 'source.other_person', 'share.login_refused'])(
  'unlock is named for what it opens: %s',
  (code) => {
    expect(shown(AT, code).replace(/\s+/g, ' ')).toContain('unlock anna source');
  },
);
