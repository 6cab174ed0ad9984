import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { createDemoView } from '../../src/app/demo-view.ts';
import { demoFooter } from '../../src/app/demo-footer.ts';
import { demoOpening } from '../../src/app/demo-words.ts';
import { BridgeFailure } from '../../src/domain/failure.ts';
import type { MgDl } from '../../src/domain/glucose.ts';
import { epochMs } from '../../src/domain/instant.ts';
import type { BridgeEvent } from '../../src/telemetry/events.ts';
import { settle } from '../support/fake-clock.ts';
import { FakeTerminal } from '../support/fake-terminal.ts';
import { EPOCH_MS, makeReading } from '../support/make-reading.ts';

const BASE = 'http://127.0.0.1:17580';
const LISTENING: BridgeEvent = { type: 'bridge.listening', address: BASE };
const READING = /^\d\d:\d\d \d+ mg\/dL/;

function recorded(minute: number, glucoseMgdl = 120): BridgeEvent {
  const reading = makeReading(minute, { glucoseMgdl: glucoseMgdl as MgDl });
  return { type: 'reading.recorded', account: 'demo', source: 'share', reading, lagMs: 1 };
}

function delivered(minute: number): BridgeEvent {
  const counts = { written: 1, present: 0, refused: 0 };
  const newest = epochMs(EPOCH_MS + minute * 60_000);
  return {
    type: 'sink.delivered',
    account: 'demo',
    sink: 'nightscout',
    ...counts,
    newest,
    lagMs: 1,
  };
}

/** A pipe, as `demo | cat` has one. */
function pipe() {
  const out = new PassThrough();
  let text = '';
  out.setEncoding('utf8').on('data', (more: string) => (text += more));
  return { out, text: () => text };
}

function opening(): readonly string[] {
  return demoOpening(60, epochMs(EPOCH_MS), epochMs(EPOCH_MS), 'http://127.0.0.1:5000');
}

describe('on a pipe', () => {
  test('the first lines end with the address of the page; reading lines go on after it', async () => {
    const { out, text } = pipe();
    const err = new PassThrough();
    const view = createDemoView({ out, err, env: {} });
    expect(view.log).toBe(err);
    opening().forEach(view.say);
    // Quicker than the page: they wait.
    for (const minute of [5, 0]) view.note(recorded(minute, 100 + minute));
    view.note(delivered(5));
    view.note(LISTENING);
    view.note(recorded(10, 115));
    view.note(delivered(10));
    view.note(recorded(15));
    await settle();
    const lines = text().split('\n');
    const first = lines.findIndex((line) => READING.test(line));
    expect(lines[first - 1]).toMatch(new RegExp(`: ${BASE}/$`));
    expect(text()).toContain(`: ${BASE}/api/v1/entries.json?count=10\n`);
    expect(text()).toContain(`Health of the bridge: ${BASE}/healthz\n`);
    // What was confirmed, in order, and nothing else.
    expect(lines.slice(first).map((line) => line.slice(6))).toEqual([
      '100 mg/dL →',
      '105 mg/dL → +5',
      '115 mg/dL → +10',
      '',
    ]);
    expect(text()).not.toMatch(/\u001b|error/i);
    view.close();
    view.say('The end.');
    await settle();
    expect(text()).toMatch(/\nThe end\.\n$/);
  });

  test('where the page cannot be opened, that is said and the readings go on', async () => {
    const { out, text } = pipe();
    const view = createDemoView({ out, err: out, env: {} });
    view.note(recorded(0));
    view.note(delivered(0));
    const failure = new BridgeFailure('server.in_use', 'transient', 'Another program listens.');
    view.note({ type: 'server.failed', failure, retryAt: epochMs(EPOCH_MS) });
    await settle();
    expect(text()).toMatch(/^Another program listens\.\n\d\d:\d\d 120 mg\/dL →\n$/);
  });

  test('mmol/L where that is asked for', async () => {
    const { out, text } = pipe();
    const view = createDemoView({ out, err: out, env: {}, units: 'mmol' });
    view.note(LISTENING);
    view.note(recorded(0));
    view.note(delivered(0));
    await settle();
    expect(text()).toMatch(/\d\d:\d\d 6\.7 mmol\/L →\n$/);
  });
});

test('a dumb terminal gets plain lines', async () => {
  const terminal = new FakeTerminal();
  const view = createDemoView({ out: terminal, err: new PassThrough(), env: { TERM: 'dumb' } });
  view.note(LISTENING);
  view.note(recorded(0));
  view.note(delivered(0));
  view.close();
  await settle();
  expect(terminal.writes.join('')).not.toContain('\u001b');
  expect(terminal.all.at(-1)).toMatch(READING);
});

describe('on a terminal', () => {
  async function played(columns: number, env: Record<string, string> = {}) {
    const terminal = new FakeTerminal(columns, 12);
    const err = Object.assign(new PassThrough(), { isTTY: true });
    const view = createDemoView({ out: terminal, err, env });
    opening().forEach(view.say);
    view.note(LISTENING);
    for (let minute = 0; minute <= 200; minute += 5) {
      view.note(recorded(minute, 100 + minute));
      view.note(delivered(minute));
      await settle();
    }
    return { terminal, view };
  }

  test.each([80, 60, 40])(
    'address, value and the way out stay in view in %i columns',
    async (columns) => {
      const { terminal } = await played(columns);
      const { inView } = terminal;
      expect(inView).toContain(`Page  ${BASE}/`);
      expect(inView.join('\n')).toMatch(/^Feed .*\/api\/v1\/entries\.json$/m);
      expect(inView.at(-1)).toBe('Ctrl-C ends the demo');
      expect(inView.join('\n')).toMatch(/^SIMULATED {2}\d\d:\d\d 300 mg\/dL → \+5/m);
      expect(inView.filter((line) => READING.test(line))).toHaveLength(12 - 5);
      expect(terminal.all.filter((line) => READING.test(line))).toHaveLength(41);
      expect(inView.every((line) => line.length < columns)).toBe(true);
    },
  );

  test('a log line goes above what stays in view, never through it', async () => {
    const { terminal, view } = await played(80);
    view.log.write('WARN  half a ');
    view.log.write('line\nWARN  another\n');
    await settle();
    expect(terminal.inView).toContain('WARN  half a line');
    expect(terminal.inView.at(-1)).toBe('Ctrl-C ends the demo');
  });

  test('at the end the cursor stands on a free line, and late words are printed plainly', async () => {
    const { terminal, view } = await played(80);
    view.close();
    view.say('The demo has ended.');
    view.log.write('late\n');
    expect(terminal.inView.slice(-3)).toEqual([
      'Ctrl-C ends the demo',
      'The demo has ended.',
      'late',
    ]);
    expect(terminal.writes.join('')).not.toContain('\u001b[?');
  });

  test('no colour is used, with or without NO_COLOR', async () => {
    for (const env of [{}, { NO_COLOR: '1' }]) {
      const { terminal } = await played(80, env);

      expect(terminal.writes.join('')).not.toMatch(/\u001b\[[0-9;]*m/);
    }
  });
});

describe('demoFooter', () => {
  test('draws three hours where they fit, and leaves them out before it cuts a value', () => {
    const recent = [0, 5, 10].map((minute) => makeReading(minute));
    const facts = { address: BASE, newestLine: '12:05 120 mg/dL → 0', recent };
    expect(demoFooter(facts, 80)[1]).toMatch(/^SIMULATED {2}12:05 120 mg\/dL → 0 {2}\|.*▃▃▃\|$/);
    expect(demoFooter(facts, 40)[1]).toBe('SIMULATED  12:05 120 mg/dL → 0');
  });

  test('before the page is there it says so much only', () => {
    const nothing = { address: undefined, newestLine: undefined, recent: [] };
    expect(demoFooter(nothing, 40).slice(1)).toEqual([
      'SIMULATED  no reading yet',
      'Ctrl-C ends the demo',
    ]);
  });
});
