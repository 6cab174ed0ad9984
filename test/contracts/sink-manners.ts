import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { BridgeFailure } from '../../src/domain/failure.ts';
import type { JournalRecord } from '../../src/domain/journal-record.ts';
import type { Reading } from '../../src/domain/reading.ts';
import type { Sink } from '../../src/sinks/sink.ts';
import { makeRecord } from '../support/make-record.ts';
import type { SinkRig } from './sink-rig.ts';

const never = new AbortController().signal;

/** The part of the sinks’ contract that is about credentials, aborts and probes. */
export function describeSinkManners(name: string, setup: () => Promise<SinkRig>): void {
  describe(`the manners of a sink: ${name}`, () => {
    let rig: SinkRig;
    let sinks: Sink[];

    beforeEach(async () => {
      sinks = [];
      rig = await setup();
    });
    afterEach(async () => {
      for (const sink of sinks) await sink.close();
      await rig.stop();
    });

    const opened = async (sink: Sink): Promise<Sink> => {
      sinks.push(sink);
      await sink.open();
      return sink;
    };
    const ready = async (): Promise<Sink> => opened(rig.sink());
    const records = (count: number): JournalRecord<Reading>[] =>
      Array.from({ length: count }, (_, index) => makeRecord(rig.base, index));
    const failureOf = async (work: Promise<unknown>): Promise<BridgeFailure> => {
      const thrown: unknown = await work.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(thrown).toBeInstanceOf(BridgeFailure);
      return thrown as BridgeFailure;
    };

    test('wrong credentials are told as such, after one try, and nothing is written', async () => {
      const stranger = await opened(rig.strangerSink());
      const failure = await failureOf(stranger.write(records(3), never));
      expect(failure.kind).toBe('credentials');
      expect(rig.strangerRequests() ?? 1).toBe(1);
      expect(await rig.rows()).toEqual([]);
      for (const secret of rig.secrets) {
        expect(inspect(failure, { depth: 20 })).not.toContain(secret);
        expect(JSON.stringify(failure)).not.toContain(secret);
      }
      expect(stranger.credentialsFingerprint).not.toBe(rig.sink().credentialsFingerprint);
    });

    test('the mark of the credentials is steady and tells nothing', () => {
      const mark = rig.sink().credentialsFingerprint;
      expect(rig.sink().credentialsFingerprint).toBe(mark);
      for (const secret of rig.secrets) expect(mark).not.toContain(secret);
    });

    test('an abort ends a write at once, with the signal’s own reason', async () => {
      const stop = new AbortController();
      const stalled = await opened(rig.stalledSink());
      const writing = stalled.write(records(2), stop.signal);
      const reason = new Error('stopping');
      setTimeout(() => stop.abort(reason), 50);
      await expect(writing).rejects.toBe(reason);
      const sink = await ready();
      await expect(sink.write(records(2), stop.signal)).rejects.toBe(reason);
      expect(await rig.rows()).toEqual([]);
    });

    test('a probe finds everything well and leaves nothing behind', async () => {
      const findings = await (await ready()).probe(never);
      expect(findings.filter(({ ok }) => !ok)).toEqual([]);
      expect(findings.length).toBeGreaterThan(0);
      expect(await rig.rows()).toEqual([]);
    });

    test('a probe under wrong credentials names a remedy and no secret', async () => {
      const findings = await (await opened(rig.strangerSink())).probe(never);
      const bad = findings.filter(({ ok }) => !ok);
      expect(bad.length).toBeGreaterThan(0);
      for (const { detail } of bad) {
        expect(detail.length).toBeGreaterThan(20);
        for (const secret of rig.secrets) expect(detail).not.toContain(secret);
      }
    });
  });
}
