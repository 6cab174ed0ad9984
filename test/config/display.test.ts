import { describe, expect, test } from '@jest/globals';
import { COMPLETE, completeWithout, faultsOf, load } from './load-with.ts';

describe('how glucose is shown', () => {
  test('as Nightscout does, unless said', async () => {
    const { config } = await load({ env: COMPLETE });
    expect(config.display).toEqual({
      units: 'mg/dl',
      thresholds: { bgHigh: 260, bgTargetTop: 180, bgTargetBottom: 80, bgLow: 55 },
    });
  });

  test('thresholds may be said in either unit', async () => {
    const env = { ...COMPLETE, DISPLAY_UNITS: 'mmol/L', BG_TARGET_TOP: '10', BG_LOW: '70' };
    const { config } = await load({ env: { ...env, BG_TARGET_BOTTOM: '4.4' } });
    expect(config.display.units).toBe('mmol');
    expect(config.display.thresholds).toMatchObject({
      bgTargetTop: 180,
      bgTargetBottom: 79,
      bgLow: 70,
    });
  });

  test.each(['0', '33.5', '1000', 'high'])('%s is no threshold', async (text) => {
    expect(await faultsOf({ env: { ...COMPLETE, BG_HIGH: text } })).toEqual([
      { setting: 'BG_HIGH', text: expect.stringContaining('mg/dL (34 to 600) or mmol/L') },
    ]);
  });

  test('out of order they are put in order, with a warning: glucose does not wait for a colour', async () => {
    const env = { ...COMPLETE, BG_HIGH: '150', BG_LOW: '90' };
    const { config, warnings } = await load({ env });
    expect(config.display.thresholds).toEqual({
      bgHigh: 181,
      bgTargetTop: 180,
      bgTargetBottom: 80,
      bgLow: 79,
    });
    expect(warnings).toEqual([expect.stringContaining('79, 80, 180 and 181 are used')]);
  });
});

describe('a secret for readers', () => {
  const far = { ...COMPLETE, LISTEN: '0.0.0.0:17580' };

  test.each(['127.0.0.1:17580', '[::1]:0', 'localhost:1'])('none is needed on %s', async (text) => {
    expect((await load({ env: { ...COMPLETE, LISTEN: text } })).warnings).toEqual([]);
  });

  test.each([
    ['0.0.0.0:17580', { LISTEN: '0.0.0.0:17580' }, 'LISTEN'],
    ['*:17580', { PORT: '17580' }, 'PORT'],
    ['[::]:17580', { LISTEN: '[::]:17580' }, 'LISTEN'],
    ['10.0.0.7:17580', { LISTEN: '10.0.0.7:17580' }, 'LISTEN'],
  ])('one is required on %s', async (shown, listen, setting) => {
    const [fault] = await faultsOf({ env: { ...COMPLETE, ...listen } });
    expect(fault?.setting).toBe(setting);
    expect(fault?.text).toContain(shown);
    expect(fault?.text).toContain('set FEED_API_SECRET');
  });

  test('the API_SECRET of a Nightscout beside it will do', async () => {
    const { config } = await load({ env: { ...far, API_SECRET: 'a-secret-of-anna' } });
    expect(config.feedApiSecret?.reveal()).toBe('a-secret-of-anna');
  });

  test('a short one gets a warning that does not show it', async () => {
    const { warnings } = await load({ env: { ...far, FEED_API_SECRET: 'short' } });
    expect(warnings).toEqual([expect.stringMatching(/^FEED_API_SECRET is shorter than 12/)]);
  });
});

test('without a Nightscout the readings go to the feed alone, and that is said', async () => {
  const env = completeWithout('NIGHTSCOUT_URL', 'NIGHTSCOUT_API_SECRET');
  const { warnings } = await load({ env });
  expect(warnings).toEqual([expect.stringMatching(/no Nightscout.*own feed/)]);
});
