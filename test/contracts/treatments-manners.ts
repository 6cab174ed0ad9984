import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { BridgeFailure } from '../../src/domain/failure.ts';
import { alertAt, calibrationAt, deviceAt, eventAt, hold } from '../support/make-journal-record.ts';
import type { Sink } from '../../src/sinks/sink.ts';
import type { TreatmentsRig } from './treatments-rig.ts';
import { treatmentsStage } from './treatments-stage.ts';

const never = new AbortController().signal;

/** The part of the contract that is about credentials, aborts, probes and what is switched on. */
export function describeTreatmentsManners(name: string, setup: () => Promise<TreatmentsRig>): void {
  describe(`the manners of a sink of treatments: ${name}`, () => {
    const stage = treatmentsStage(setup);
    const { ready, opened, at } = stage;

    test('wrong credentials are told as such, after one try, and nothing is written', async () => {
      const stranger = await opened(stage.rig().strangerSink());
      const thrown: unknown = await stranger
        .write([hold(eventAt(at(0))), hold(deviceAt(at(0), 70))], never)
        .catch((reason: unknown) => reason);
      expect(thrown).toBeInstanceOf(BridgeFailure);
      expect(thrown).toMatchObject({ kind: 'credentials' });
      expect(stage.rig().strangerRequests() ?? 1).toBe(1);
      expect(await stage.everything()).toEqual([[], [], []]);
      for (const secret of stage.rig().secrets) {
        expect(inspect(thrown, { depth: 20 })).not.toContain(secret);
      }
      const mark = stage.rig().sink().credentialsFingerprint;
      expect(stranger.credentialsFingerprint).not.toBe(mark);
      expect(stage.rig().sink().credentialsFingerprint).toBe(mark);
    });

    test('an abort ends a write at once, with the signal’s own reason', async () => {
      const stop = new AbortController();
      const stalled = await opened(stage.rig().stalledSink());
      const writing = stalled.write([hold(eventAt(at(0)))], stop.signal);
      const reason = new Error('stopping');
      setTimeout(() => stop.abort(reason), 50);
      await expect(writing).rejects.toBe(reason);
      const sink = await ready();
      await expect(sink.write([hold(eventAt(at(0)))], stop.signal)).rejects.toBe(reason);
      expect(await stage.rig().rows()).toEqual([]);
    });

    test('a probe finds everything well and leaves nothing behind', async () => {
      const findings = await (await ready()).probe(never);
      expect(findings.filter(({ ok }) => !ok)).toEqual([]);
      const whats = findings.map(({ what }) => what);
      expect(whats).toEqual(
        expect.arrayContaining([
          'Permission to write treatments',
          'Permission to write device states',
        ]),
      );
      expect(await stage.everything()).toEqual([[], [], []]);
    });

    test('a probe under wrong credentials names a remedy and no secret, after one try', async () => {
      const findings = await (await opened(stage.rig().strangerSink())).probe(never);
      const bad = findings.filter(({ ok }) => !ok);
      expect(bad).toHaveLength(1);
      expect(bad[0]?.failure?.kind).toBe('credentials');
      expect(stage.rig().strangerRequests() ?? 1).toBe(1);
      for (const secret of stage.rig().secrets) expect(bad[0]?.detail).not.toContain(secret);
    });

    test('the destination and the kinds tell what is written, so that more of it begins anew', () => {
      const of = (writes: object): Sink => stage.rig().sink({ writes });
      const none = { events: false, alerts: false };
      expect(of(none).kinds).toEqual(['calibration', 'device']);
      expect([...of({}).kinds].sort()).toEqual(['alert', 'calibration', 'device', 'event']);
      const places = [
        none,
        { ...none, mbg: true },
        { ...none, events: true },
        { ...none, alerts: true },
        {},
      ];
      expect(new Set(places.map((writes) => of(writes).destination)).size).toBe(5);
      for (const secret of stage.rig().secrets) expect(of({}).destination).not.toContain(secret);
    });

    test('kinds that are switched off are left alone', async () => {
      const sink = await ready({ writes: { events: false, alerts: false } });
      const batch = [hold(calibrationAt(at(0))), hold(eventAt(at(5))), hold(alertAt(at(9)))];
      const receipt = await sink.write(batch, never);
      expect(receipt.settled).toEqual(batch.map(({ position }) => position));
      expect((await stage.rig().rows()).map((row) => row['eventType'])).toEqual(['BG Check']);
    });
  });
}
