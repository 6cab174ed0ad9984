import { describe, expect, test } from '@jest/globals';
import type { BackfilledAccount, BackfillReport } from '../../src/app/backfill-report.ts';
import { backfillExitCode } from '../../src/app/backfill-report.ts';
import { reportText } from '../../src/cli/backfill-words.ts';
import { epochMs } from '../../src/domain/instant.ts';

const counts = { records: 10, added: 7, changed: 1, known: 2, setAside: 0 };
const rows = { written: 8, present: 0, refused: 0 };
const well: BackfilledAccount = {
  name: 'anna',
  ...counts,
  sources: [{ name: 'web-api', outcome: 'ok' }],
  sinks: [{ name: 'nightscout', outcome: 'ok', ...rows }],
};
const failed = { outcome: 'failed', code: 'http.timeout', message: 'No answer.' } as const;
const latched = { outcome: 'latched', code: 'web-api.x', message: 'Not allowed.' } as const;

const text = (account: Partial<BackfilledAccount>, more: Partial<BackfillReport> = {}) => {
  const accounts = [{ ...well, ...account }];
  return reportText({
    from: epochMs(0),
    to: epochMs(86_400_000),
    dryRun: false,
    accounts,
    wroteMongo: false,
    exitCode: backfillExitCode(accounts),
    ...more,
  });
};

describe('what came of a backfill', () => {
  test('is said in plain words', () => {
    expect(text({})).toBe(
      [
        'Backfill: from 1970-01-01T00:00:00.000Z up to 1970-01-02T00:00:00.000Z (not included).',
        'Account anna: 10 records read: 7 added, 1 changed, 2 known already.',
        '  source web-api: complete',
        '  sink nightscout: complete, all confirmed: 8 written',
      ].join('\n'),
    );
  });

  test('with what is to be done next', () => {
    const source = text({ sources: [{ name: 'web-api', ...failed }], setAside: 3 });
    expect(source).toContain('source web-api: NOT COMPLETE: No answer. (http.timeout)');
    expect(source).toContain('3 more set aside');
    expect(source).toContain('Run the same command again');
    const sink = text({ sinks: [{ name: 'nightscout', ...failed, ...rows, refused: 2 }] });
    expect(sink).toContain('so far: 8 written, 2 refused for good');
    expect(sink).toContain('a running bridge delivers it');
    expect(text({ sources: [{ name: 'web-api', ...latched }] })).toContain('run authorize');
    expect(text({}, { wroteMongo: true })).toContain('only after its restart');
    expect(text({ sinks: [] }, { dryRun: true })).toMatch(/^Dry run, nothing was kept or sent/);
  });

  test('is 0 only when everything is through', () => {
    const code = (account: Partial<BackfilledAccount>) =>
      backfillExitCode([well, { ...well, ...account }]);
    expect(code({})).toBe(0);
    expect(code({ sources: [{ name: 'share', ...failed }] })).toBe(69);
    expect(code({ sinks: [{ name: 'mongodb', ...failed, ...rows }] })).toBe(69);
    expect(
      code({
        sources: [{ name: 'share', ...failed }],
        sinks: [{ name: 'mongodb', ...latched, ...rows }],
      }),
    ).toBe(77);
  });
});
