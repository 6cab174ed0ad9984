import { PassThrough, Writable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { BridgeFailure } from '../../src/domain/failure.ts';
import { epochMs } from '../../src/domain/instant.ts';
import type { BridgeEvent } from '../../src/telemetry/events.ts';
import { createLogWriter, type LogWriterOptions } from '../../src/telemetry/log-writer.ts';
import { FakeClock } from '../support/fake-clock.ts';

const AT = Date.UTC(2026, 10, 21, 2, 12, 7);
const SECRET = 'correct horse battery';

const failed = (message: string, cause?: Error): BridgeEvent => ({
  type: 'source.failed',
  account: 'default',
  source: 'share',
  failure: new BridgeFailure('http.timeout', 'transient', message, { cause }),
  retryAt: epochMs(AT + 5_000),
});
const polled = (added: number): BridgeEvent => ({
  type: 'source.polled',
  account: 'default',
  source: 'share',
  fetched: 1,
  added,
  changed: 0,
});

async function logged(
  events: readonly BridgeEvent[],
  options: Partial<LogWriterOptions> = {},
): Promise<string[]> {
  const stream = new PassThrough();
  const log = createLogWriter({
    level: 'info',
    format: 'json',
    colour: false,
    stream,
    secrets: [SECRET],
    clock: new FakeClock(AT),
    ...options,
  });
  for (const event of events) log.note(event);
  await log.close();
  const text = (stream.read() as Buffer | null)?.toString('utf8') ?? '';
  return text.split('\n').filter((line) => line !== '');
}

describe('createLogWriter', () => {
  test('writes one JSON object a line, with the instant of the event', async () => {
    const [line = ''] = await logged([failed('no answer')]);
    expect(JSON.parse(line)).toEqual({
      time: '2026-11-21T02:12:07.000Z',
      level: 'warn',
      message: 'The source could not be read',
      event: 'source.failed',
      account: 'default',
      source: 'share',
      retryAt: '2026-11-21T02:12:12.000Z',
      code: 'http.timeout',
      reason: 'no answer',
    });
  });

  test('keeps the order of what came before and after the library was loaded', async () => {
    const stream = new PassThrough();
    const log = createLogWriter({
      level: 'info',
      format: 'json',
      colour: false,
      stream,
      secrets: [],
      clock: new FakeClock(AT),
    });
    log.note(failed('first'));
    expect(stream.readableLength).toBe(0);
    await log.load();
    log.note(failed('second'));
    await log.close();
    const text = (stream.read() as Buffer).toString('utf8');
    expect(text.indexOf('first')).toBeLessThan(text.indexOf('second'));
    expect(stream.writableEnded).toBe(false);
  });

  test('leaves out what the level does not ask for', async () => {
    expect(await logged([polled(0), polled(2)])).toHaveLength(1);
    expect(await logged([polled(0), polled(2)], { level: 'debug' })).toHaveLength(2);
    expect(await logged([polled(2), failed('x')], { level: 'error' })).toHaveLength(0);
  });

  test('shows where in the code it began at debug only, and never the words of a foreign error', async () => {
    const event = failed('no answer', new Error('sent key-of-a-stranger'));
    expect((await logged([event])).join()).not.toContain('    at ');
    const debug = (await logged([event], { level: 'debug' })).join();
    expect(debug).toContain('log-writer.test.ts');
    expect(debug).toContain('caused by Error');
    expect(debug).not.toContain('key-of-a-stranger');
  });

  test.each(['json', 'pretty'] as const)('masks secrets in %s lines', async (format) => {
    const message = `echoed ${SECRET} and ${encodeURIComponent(SECRET)} and 0a1b2c3d-0000-4000-8000-123456789abc`;
    const [line = ''] = await logged([failed(message)], { format });
    expect(line).toContain('echoed *** and *** and ***');
  });

  test('a pretty line reads: wall clock, level, message, reason, facts; colour only when asked', async () => {
    const [plain = ''] = await logged([failed('no answer')], { format: 'pretty' });
    expect(plain).toMatch(
      /^2026-11-2\d \d\d:\d\d:07 [+-]\d\d:\d\d WARN {2}The source could not be read: no answer {2}account=default source=share retryAt=2026-11-21T02:12:12Z code=http.timeout$/,
    );
    const [coloured = ''] = await logged([failed('x')], { format: 'pretty', colour: true });
    expect(coloured).toContain('\u001b[33mWARN \u001b[0m');
  });

  test('closing without a word loads nothing and leaves the stream open', async () => {
    const stream = new PassThrough();
    expect(await logged([], { stream })).toEqual([]);
    expect(stream.writableEnded).toBe(false);
  });
});

test('closing waits until every line has been written, also to a slow reader', async () => {
  const lines: string[] = [];
  const slow = new Writable({
    highWaterMark: 1,
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      setTimeout(() => {
        lines.push(chunk);
        done();
      }, 0);
    },
  });
  const log = createLogWriter({
    level: 'info',
    format: 'json',
    colour: false,
    stream: slow,
    secrets: [],
    clock: new FakeClock(AT),
  });
  await log.load();
  for (let added = 1; added <= 300; added += 1) log.note(polled(added));
  await log.close();
  await new Promise((resolve) => slow.write('', resolve));
  expect(lines.filter((line) => line !== '')).toHaveLength(300);
  expect(lines.at(-2)).toContain('"added":300');
});
