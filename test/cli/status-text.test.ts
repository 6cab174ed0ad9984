import { describe, expect, test } from '@jest/globals';
import { statusLines, statusText } from '../../src/cli/status-text.ts';
import { lineWidth } from '../../src/app/fit-line.ts';
import { epochMs } from '../../src/domain/instant.ts';
import { wallClock } from '../../src/platform/local-time.ts';
import type { ShownAccount, ShownSource } from '../../src/telemetry/shown-account.ts';
import { accountOf, AT, ago, reportOf } from './status-report.ts';

const PLAIN = { width: 100, hasColour: false };
const time = (minutes: number) => wallClock(ago(minutes)).time;

function shown(account: Partial<ShownAccount>, width = 100): string {
  return statusText(reportOf([accountOf(account)]), { width, hasColour: false });
}

function latched(code: string): ShownSource {
  return { name: 'web-api', state: 'latched', latch: { code, message: 'Do it.', since: AT } };
}

describe('the newest reading', () => {
  test('says its value, trend, change and age', () => {
    const recent = [
      { at: ago(7), glucoseMgdl: 119 },
      { at: ago(2), glucoseMgdl: 123 },
    ];
    expect(shown({ recent })).toContain(`\n  123 mg/dL → +4 at ${time(2)}, 2 min ago\n`);
    const display = { ...reportOf([]).display, units: 'mmol' } as const;
    const inMmol = statusText(reportOf([accountOf({ recent })], { display }), PLAIN);
    expect(inMmol).toContain('\n  6.8 mmol/L → +0.2 at ');
    expect(inMmol).toContain('last 3 h, 2.2 to 16.7 mmol/L');
    expect(inMmol).not.toContain('mg/dL');
  });

  test('that is ahead of this clock is said to be ahead', () => {
    const at = (ms: number) => shown({ newest: { at: epochMs(AT + ms), glucoseMgdl: 123 } });
    expect(at(360_000)).toContain(', 6 min ahead of this machine’s clock\n');
    expect(at(-360_000)).toContain(', 6 min ago\n');
    expect(at(0)).toContain(', 0 s ago\n');
  });

  test('that is too old is no value of now: warned, without trend and change', () => {
    const recent = [{ at: ago(42), glucoseMgdl: 119 }];
    const old = shown({ newest: { at: ago(37), glucoseMgdl: 123, trend: 4 }, recent });
    expect(old).toContain(
      `\n  NOT CURRENT: no reading for 37 min. The last one, 123 mg/dL at ${time(37)}, says nothing about`,
    );
    expect(old).not.toMatch(/→|\+4/);
    const edge = (minutes: number) => shown({ newest: { at: ago(minutes), glucoseMgdl: 123 } });
    expect(edge(11)).not.toContain('NOT CURRENT');
    expect(edge(11.1)).toContain('NOT CURRENT');
  });

  test('beyond what is measured has no number', () => {
    expect(shown({ newest: { at: AT, glucoseMgdl: 39 } })).toContain('  LOW (below 40 mg/dL) at');
    expect(shown({ newest: { at: AT, glucoseMgdl: 401 } })).toContain(
      '  HIGH (above 400 mg/dL) at',
    );
  });

  test('none at all', () => {
    const { newest: _none, ...without } = accountOf();
    expect(statusText(reportOf([without]), PLAIN)).toContain('\n  no reading yet\n');
  });
});

describe('the parts', () => {
  const parts: Partial<ShownAccount> = {
    sources: [
      {
        name: 'share',
        state: 'ok',
        newest: ago(2),
        nextPollAt: epochMs(AT + 180_000),
        lag: { p50Ms: 12_000, p95Ms: 20_000, count: 9 },
      },
      { name: 'web-api', state: 'waiting' },
    ],
    sinks: [
      { name: 'nightscout', state: 'ok', newest: ago(2), cursor: 4711, behind: 0 },
      {
        name: 'nightscout-treatments',
        state: 'failing',
        since: ago(30),
        retryAt: epochMs(AT + 60_000),
        lastFailure: { code: 'x.y', message: 'The site is away.', at: ago(1) },
        cursor: 12,
        behind: 10_000,
      },
    ],
  };

  test('are a table, and below each what is the matter', () => {
    const lines = shown(parts).split('\n');
    const from = lines.findIndex((line) => line.includes('newest'));
    expect(lines.slice(from, from + 6)).toEqual([
      '                                 state    newest  lag 50/95 %  next',
      `  source  share                  ok       ${time(2)}   12 s/20 s    ${time(-3)}`,
      '  source  web-api                waiting  -       -            -',
      `  sink    nightscout             ok       ${time(2)}   -            up to date (cursor 4711)`,
      '  sink    nightscout-treatments  failing  -       -            10000+ to deliver (cursor 12)',
      `    Failing since ${time(30)}: The site is away. Tried again at ${time(-1)}.`,
    ]);
  });

  test('without the cursor in 80 columns, and one below the other in 40', () => {
    expect(shown(parts, 80)).toMatch(/\n {2}sink {4}nightscout +ok .* up to date\n/);
    const narrow = shown(parts, 40);
    expect(narrow).toContain(
      [
        '  source share: ok',
        `    newest ${time(2)}; lag 12 s, 95 % within`,
        `    20 s; next look ${time(-3)}`,
        '  source web-api: waiting',
        '  sink nightscout: ok',
        `    newest ${time(2)}; up to date`,
      ].join('\n'),
    );
  });

  test.each([40, 60, 80, 100, 200])('nothing is wider than %i columns', (width) => {
    const report = reportOf(
      [accountOf({ ...parts, recent: [{ at: AT, glucoseMgdl: 120 }] }), accountOf({ name: 'ben' })],
      { running: { pid: 12345, purpose: 'run', since: ago(600) }, notes: ['x '.repeat(120)] },
    );
    for (const hasColour of [true, false]) {
      for (const line of statusLines(report, { width, hasColour })) {
        expect(lineWidth(line)).toBeLessThanOrEqual(width);
      }
    }
  });

  test('quiet says what to look at', () => {
    const sources = [{ name: 'share', state: 'quiet', since: ago(40) }];
    expect(shown({ sources }).replace(/\s+/g, ' ')).toContain(
      `Nothing new since ${time(40)}. On the phone: does the Dexcom app show readings`,
    );
  });

  test.each(['not_authorised', 'other_application', 'grant_dead', 'grant_lost'])(
    'nobody is sent to unlock for want of a permission: %s',
    (code) => {
      const text = shown({ sources: [latched(`web-api.${code}`)] });
      expect(text).toContain('Do it.');
      expect(text).toContain('by itself');
      expect(text).not.toContain('unlock');
    },
  );

  test.each(['web-api.client_refused', 'source.other_person', 'share.login_refused'])(
    'unlock is named for what it opens, on one line to be copied: %s',
    (code) => {
      const text = shown({ sources: [latched(code)] });
      expect(text).toContain('nightscout-dexcom-bridge unlock anna source');
    },
  );

  test('no bridge running is said with what follows from it', () => {
    expect(shown({})).toMatch(/^No bridge is running .*: nothing new is fetched\.\n/);
  });
});

describe('colour', () => {
  const sources = [
    { name: 'share', state: 'ok' },
    { name: 'web-api', state: 'latched' },
  ];
  test('only adds to the word', () => {
    const report = reportOf([accountOf({ sources, newest: { at: ago(90), glucoseMgdl: 80 } })]);
    const coloured = statusText(report, { width: 100, hasColour: true });
    expect(coloured).toContain('\u001b[32mok\u001b[0m');
    expect(coloured).toContain('\u001b[31mlatched\u001b[0m');
    expect(coloured).toContain('\u001b[31m  NOT CURRENT');
    const plain = coloured.replace(/\u001b\[[0-9;]*m/g, '');
    expect(plain).toBe(statusText(report, PLAIN));
  });
});

test('what a server said cannot steer the terminal', () => {
  const message = 'gone\u001b[2J\u0007\r\nand \u202eback\u009b31m';
  const sources = [
    { name: 'share', state: 'failing', lastFailure: { code: 'x', message, at: AT } },
  ];
  const text = shown({ sources, name: 'a\u001b]0;b' });
  expect(text).toContain('Failing: gone[2J and back31m');
  expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\u202e/u);
});
