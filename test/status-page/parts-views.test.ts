import { describe, expect, test } from '@jest/globals';
import { epochMs } from '../../src/domain/instant.ts';
import { overall, remarksOn } from '../../src/status-page/view/overall.ts';
import { parts } from '../../src/status-page/view/parts.ts';
import { tabOf } from '../../src/status-page/view/tab.ts';
import { NIGHTSCOUT, SHARE } from './page-rig.ts';
import { at, look, MINUTE, NOW, stateOf, textOf } from './view-rig.ts';

describe('the whole, in a sentence', () => {
  test('all well', () => {
    expect(remarksOn(stateOf([at(-2)]), NOW)).toEqual([
      { tone: 'good', words: 'The bridge is working, and everything is delivered.', parts: [] },
    ]);
    const owing = stateOf([at(-2)], { sinks: [{ ...NIGHTSCOUT, behind: 3 }] });
    expect(remarksOn(owing, NOW)[0]?.words).toBe(
      'The bridge is working, and delivering what is left.',
    );
    const alone = stateOf([at(-2)], { sinks: [] });
    expect(remarksOn(alone, NOW)[0]?.words).toBe('The bridge is working.');
  });

  test('the worst comes first, each with its parts', () => {
    const state = stateOf([at(-2)], {
      sources: [
        { name: 'share', state: 'latched' },
        { name: 'web-api', state: 'failing' },
      ],
      sinks: [{ ...NIGHTSCOUT, state: 'failing' }],
    });
    expect(textOf(overall(state, NOW, look))).toBe(
      'Stopped until you act: Dexcom Share In trouble, trying again: Dexcom Web API , Nightscout site',
    );
  });

  test('a destination that has had nothing to do since the start is no news, and is not said to start', () => {
    const idle = { ...NIGHTSCOUT, state: 'starting' };
    const state = stateOf([at(-2)], { sinks: [idle] });
    expect(remarksOn(state, NOW)[0]).toMatchObject({ tone: 'good', parts: [] });
    expect(textOf(parts(state, NOW, look))).toContain('nothing to deliver so far');
    const owing = stateOf([at(-2)], { sinks: [{ ...idle, behind: 2 }] });
    expect(textOf(overall(owing, NOW, look))).toBe('Starting: Nightscout site');
    expect(textOf(parts(owing, NOW, look))).toContain('starting');
  });

  test('connected and yet late is not well', () => {
    const [remark] = remarksOn(stateOf([at(-12)]), NOW);
    expect(remark).toMatchObject({ tone: 'warn' });
    expect(remark?.words).toContain('no new reading for 12 min');
  });

  test('while the bridge is not heard nothing is said of how it is', () => {
    const lost = { ...look, isLost: true };
    const words = textOf(overall(stateOf([at(-2)]), NOW, lost));
    expect(words).toBe('How the bridge is now is not known: it cannot be heard.');
    expect(textOf(parts(stateOf([at(-2)]), NOW, lost))).toContain('not known; last: working');
  });

  test('a stopped daemon and a lack of sources are told', () => {
    const stopped = stateOf([at(-2)], { sources: [{ name: 'share', state: 'stopped' }] });
    expect(remarksOn(stopped, NOW)[0]).toMatchObject({ tone: 'off', words: 'Not running' });
    expect(remarksOn(stateOf([], { sources: [] }), NOW)[0]?.words).toBe('No source is set up.');
  });
});

describe('sources and destinations', () => {
  test('tell newest, delay, next look, failure and what is owed', () => {
    const state = stateOf([at(-2)], {
      sources: [
        {
          ...SHARE,
          newest: epochMs(NOW - 2 * MINUTE),
          nextPollAt: epochMs(NOW + 151_000),
          lag: { p50Ms: 41_000, p95Ms: 125_000, count: 96 },
        },
      ],
      sinks: [
        {
          ...NIGHTSCOUT,
          state: 'failing',
          since: epochMs(NOW - 6 * MINUTE),
          retryAt: epochMs(NOW + 25_000),
          behind: 14,
          cursor: 1202,
          lastFailure: { code: 'nightscout.unreachable', message: 'No answer.', at: NOW },
        },
      ],
    });
    const words = textOf(parts(state, NOW, look));
    expect(words).toContain('Newest 2 min ago clock(-2)');
    expect(words).toContain('Delay half within 41 s, 95 % within 2 min of 96');
    expect(words).toContain('Next look in 2 min 31 s');
    expect(words).toContain('Last 24 h 1 reading');
    expect(words).toContain('in trouble, trying again, for 6 min');
    expect(words).toContain('Next try in 25 s');
    expect(words).toContain('Last failure clock(0) : No answer. nightscout.unreachable');
    expect(words).toContain('To deliver 14 changes cursor 1202');
  });

  test('a latch comes with its remedy and the command, to be copied', () => {
    const latch = { code: 'share.refused', message: 'Wrong password.', since: NOW };
    const state = stateOf([at(-2)], { sources: [{ ...SHARE, state: 'latched', latch }] });
    const markup = parts(state, NOW, look).toString();
    const command = 'nightscout-dexcom-bridge unlock anna source';
    expect(markup).toContain(`<code>${command}</code>`);
    expect(markup).toContain(`data-copy="${command}"`);
    expect(textOf(markup)).toContain('Wrong password.');
    const still = parts(state, NOW, { ...look, isLive: false }).toString();
    expect(still).toContain(command);
    expect(still).not.toContain('data-copy');
  });

  test('a day without any reading is not called a day without gaps', () => {
    expect(textOf(parts(stateOf([]), NOW, look))).toContain('No reading in the last 24 hours');
  });

  test('with two sources no reading is credited to the wrong one', () => {
    const state = stateOf([at(-2)], {
      sources: [SHARE, { name: 'web-api', state: 'ok' }],
      lastDay: { bySource: { share: 30, 'web-api': 250 }, gaps: 1, longestGapMs: 30 * MINUTE },
    });
    const words = textOf(parts(state, NOW, look));
    expect(words).toContain('30 readings from it alone');
    expect(words).toContain('250 readings in its history');
    expect(words).toContain('1 gap in the last 24 hours, the longest 30 min');
  });

  test('words of others are escaped', () => {
    const evil = '<img src=x onerror=alert(1)>"\'&';
    const state = stateOf([at(-2)], {
      account: evil,
      sources: [
        {
          name: evil,
          state: evil,
          latch: { code: evil, message: evil, since: NOW },
          lastFailure: { code: evil, message: evil, at: NOW },
        },
      ],
    });
    const markup = `${parts(state, NOW, look).toString()}${overall(state, NOW, look).toString()}`;
    expect(markup).not.toContain('<img');
    expect(markup).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;');
    expect(decodeURIComponent(tabOf(state, NOW, 'mg/dl').icon)).not.toContain('<img');
  });
});

describe('the tab', () => {
  test('shows value and direction, and marks what is not current', () => {
    const tab = (minute: number, isLost = false) =>
      tabOf(stateOf([at(minute, 123)]), NOW, 'mg/dl', isLost);
    expect(tab(-2).title).toBe('123 → mg/dL · anna');
    expect(tab(-23).title).toBe('⚠ 23 min old (123) · anna');
    expect(tab(-200).title).toBe('⚠ No reading for 3 h 20 min · anna');
    expect(tab(-2, true).title).toBe('⚠ not live (123 →) · anna');
    expect(decodeURIComponent(tab(-2).icon)).toContain('>123</text>');
    expect(decodeURIComponent(tab(-2).icon)).not.toContain('stroke=');
    expect(decodeURIComponent(tab(-23).icon)).toContain('stroke=');
    expect(tabOf(stateOf([at(-2, 123)], { isSimulated: true }), NOW, 'mmol').title).toBe(
      '6.8 → mmol/L · simulated · anna',
    );
  });
});
