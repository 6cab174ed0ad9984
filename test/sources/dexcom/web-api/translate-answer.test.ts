import { describe, expect, test } from '@jest/globals';
import { epochMs } from '../../../../src/domain/instant.ts';
import { translateAnswer } from '../../../../src/sources/dexcom/web-api/translate-answer.ts';
import { translateRecords } from '../../../../src/sources/dexcom/web-api/wire/index.ts';

const BASE = Date.UTC(2026, 0, 1);
const context = { receivedAt: epochMs(BASE) };

/** Records of a month, neither in order nor all sound; some share a time. */
const records = Array.from({ length: 8_640 }, (_, index) => {
  if (index % 1_000 === 999) return index % 2_000 === 999 ? 'no record' : { value: 100 };
  const at = BASE + ((index * 7_919) % 8_000) * 300_000;
  return {
    recordId: `id-${index}`,
    systemTime: new Date(at).toISOString().slice(0, 19),
    displayTime: new Date(at).toISOString().slice(0, 19),
    value: 40 + (index % 300),
    unit: 'mg/dL',
  };
});

describe('a month of readings', () => {
  test('is translated to the same in parts as at once', async () => {
    const whole = translateRecords('egvs', records, context);
    expect(whole.observations.length).toBeGreaterThan(8_600);
    expect(whole.skipped).toHaveLength(8);
    expect(await translateAnswer('egvs', records, context)).toEqual(whole);
  });

  test('lets other work go on in between', async () => {
    let turns = 0;
    let isOver = false;
    const turn = (): void => {
      turns += 1;
      if (!isOver) setImmediate(turn);
    };
    setImmediate(turn);
    await translateAnswer('egvs', records, context);
    isOver = true;
    expect(turns).toBeGreaterThanOrEqual(records.length / 500 - 1);
  });
});
