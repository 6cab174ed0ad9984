import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { openStatusDisplay } from '../../src/cli/status-display.ts';
import { BridgeFailure } from '../../src/domain/failure.ts';
import { epochMs } from '../../src/domain/instant.ts';
import { wallClock } from '../../src/platform/local-time.ts';
import { settle } from '../support/fake-clock.ts';
import { FakeTerminal } from '../support/fake-terminal.ts';
import { accountOf, ago, AT, reportOf } from './status-report.ts';

const away = new BridgeFailure('journal.busy', 'transient', 'The journal is being written.');

function pipe() {
  const out = new PassThrough();
  let text = '';
  out.setEncoding('utf8').on('data', (more: string) => (text += more));
  return { out, text: () => text };
}

const clock = (at: number) => {
  const { time, seconds } = wallClock(epochMs(at));
  return `${time}:${seconds}`;
};

describe('on a terminal', () => {
  test('is drawn in place, with a failure above what was read last', async () => {
    const terminal = new FakeTerminal(80, 30);
    let now = AT;
    const display = openStatusDisplay({
      out: terminal,
      env: { NO_COLOR: '1' },
      isJson: false,
      now: () => now,
    });
    display.report(reportOf([accountOf()]));
    await settle();
    const first = [...terminal.all];
    expect(first).toContain('Account anna');
    expect(first.at(-1)).toBe(`Looked at ${clock(AT)}. Ctrl-C ends.`);

    now = epochMs(AT + 3_000);
    display.failure(away);
    now = epochMs(AT + 6_000);
    display.failure(away);
    await settle();
    expect(terminal.all[0]).toBe(
      `COULD NOT BE READ since ${clock(AT + 3_000)}: The journal is being written.`,
    );
    expect(terminal.all).toContain('Below is what was read last.');
    expect(terminal.all).toContain('Account anna');

    now = AT;
    display.report(reportOf([accountOf()]));
    await settle();
    expect(terminal.all).toEqual(first);
    expect(terminal.writes.join('')).not.toMatch(/\u001b\[[0-9;]*m/);

    terminal.resize(40);
    expect(terminal.all.join('\n')).toContain('\nAccount anna\n');
    expect(terminal.all.every((line) => line.length < 40)).toBe(true);
    display.close();
    expect(terminal.cursorColumn).toBe(0);
  });

  test('in colour where nothing forbids it, and never on a dumb terminal', async () => {
    const report = reportOf([accountOf({ sources: [{ name: 'share', state: 'ok' }] })]);
    const drawn = async (env: Record<string, string>) => {
      const terminal = new FakeTerminal(100, 30);
      openStatusDisplay({ out: terminal, env, isJson: false, now: () => AT }).report(report);
      await settle();
      return terminal.writes.join('');
    };
    expect(await drawn({})).toContain('\u001b[32mok\u001b[0m');
    expect(await drawn({ NO_COLOR: '1' })).not.toContain('\u001b[32m');
    expect(await drawn({ TERM: 'dumb' })).not.toContain('\u001b');
  });
});

describe('elsewhere', () => {
  test('is told anew only when something has happened', async () => {
    const { out, text } = pipe();
    const display = openStatusDisplay({ out, env: {}, isJson: false, now: () => AT });
    const part = { name: 'share', state: 'ok', nextPollAt: AT, lastAnswerAt: AT };
    display.report(reportOf([accountOf({ sources: [part] })]));
    const later = { ...part, nextPollAt: epochMs(AT + 9), lastAnswerAt: epochMs(AT + 9) };
    display.report(reportOf([accountOf({ sources: [later] })], { at: epochMs(AT + 3_000) }));
    await settle();
    expect(text().match(/Account anna/g)).toHaveLength(1);
    const failing = [{ ...later, state: 'failing' }];
    display.report(reportOf([accountOf({ sources: failing })]));
    // Nothing new, but the reading has become too old.
    display.report(reportOf([accountOf({ sources: failing })], { at: epochMs(AT + 600_000) }));
    display.failure(away);
    display.failure(away);
    display.report(reportOf([accountOf({ sources: failing })]));
    await settle();
    expect(text().match(/Account anna/g)).toHaveLength(4);
    expect(text().match(/NOT CURRENT/g)).toHaveLength(1);
    expect(text().match(/COULD NOT BE READ/g)).toHaveLength(1);
    expect(text()).not.toContain('\u001b');
    display.close();
  });

  test('as JSON it is one line a change, on a terminal too', async () => {
    const terminal = new FakeTerminal(100, 30);
    const display = openStatusDisplay({ out: terminal, env: {}, isJson: true, now: () => AT });
    const sinks = [
      {
        name: 'nightscout',
        state: 'ok',
        newest: ago(2),
        lastDeliveryAt: ago(1),
        cursor: 1,
        behind: 0,
      },
    ];
    display.report(reportOf([accountOf({ sinks })]));
    display.report(reportOf([accountOf({ sinks })]));
    display.failure(away);
    await settle();
    expect(terminal.writes.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({
        at: '2025-04-19T16:43:20.000Z',
        accounts: [
          expect.objectContaining({
            newest: { at: '2025-04-19T16:41:20.000Z', glucoseMgdl: 123, trend: 4 },
            sinks: [
              {
                name: 'nightscout',
                state: 'ok',
                newest: '2025-04-19T16:41:20.000Z',
                lastDeliveryAt: '2025-04-19T16:42:20.000Z',
                cursor: 1,
                behind: 0,
              },
            ],
          }),
        ],
      }),
      {
        at: '2025-04-19T16:43:20.000Z',
        failure: { code: 'journal.busy', message: 'The journal is being written.' },
      },
    ]);
  });
});
