import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { BridgeFailure } from '../../src/domain/failure.ts';
import { isGlucoseMgdl } from '../../src/domain/glucose.ts';
import { epochMs, MINUTE_MS, type EpochMs } from '../../src/domain/instant.ts';
import type { Source, SourceBatch } from '../../src/sources/source.ts';

/** A reading that the service holds. */
export interface HeldReading {
  readonly at: EpochMs;
  readonly glucoseMgdl: number;
}

/** One source with the service behind it, ready to be played with. */
export interface SourceRig {
  /** Not yet open. */
  readonly source: Source;
  /** What the source takes for now. */
  readonly now: EpochMs;
  /** What must never be seen: password, session, token. */
  readonly secrets: readonly string[];
  /** The service holds these and nothing else; it may give them in any order. */
  hold(readings: readonly HeldReading[]): void;
  /** As `hold`, with one more record that nobody can read. */
  holdWithJunk(readings: readonly HeldReading[]): void;
  /** Every answer from now on is an outage’s, echoing the secrets where the service can. */
  breakDown(): void;
  /** The credentials are refused from now on. */
  refuseCredentials(): void;
  /** No answer comes from now on. */
  stall(): void;
  /** The same source under another password. */
  underOtherPassword(): Source;
  stop(): Promise<void>;
}

/** What every source owes to the pipeline. */
export function describeSourceContract(name: string, setup: () => Promise<SourceRig>): void {
  describe(`the contract of a source: ${name}`, () => {
    let rig: SourceRig;
    let source: Source;
    beforeEach(async () => {
      rig = await setup();
      source = rig.source;
      await source.open();
    });
    afterEach(async () => {
      await source.close();
      await rig.stop();
    });

    const ago = (minutes: number) => epochMs(rig.now - minutes * MINUTE_MS);
    const fetch = (minutes = 60, signal = new AbortController().signal): Promise<SourceBatch> =>
      source.fetch({ from: ago(minutes), to: rig.now }, signal);
    const failure = async (): Promise<BridgeFailure> => {
      const thrown: unknown = await fetch().then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (thrown instanceof BridgeFailure) return thrown;
      throw new Error(`no BridgeFailure but ${inspect(thrown)}`);
    };
    const readings = (...minutes: number[]) =>
      minutes.map((minute) => ({ at: ago(minute), glucoseMgdl: 100 + minute }));
    const readingsOf = ({ observations }: SourceBatch) =>
      observations.filter((one) => one.kind === 'reading');
    const told = (batch: SourceBatch) =>
      readingsOf(batch).map(({ systemTime, glucoseMgdl }) => ({ at: systemTime, glucoseMgdl }));

    test('says who it is, how far it reaches, and how often the sensor speaks', () => {
      expect(['share', 'web-api']).toContain(source.name);
      expect(source.reachMs).toBeGreaterThanOrEqual(86_400_000);
      expect(source.periodMs).toBe(300_000);
    });

    test('gives what the service holds, unaltered and oldest first', async () => {
      rig.hold(readings(5, 15, 10, 20));
      const batch = await fetch();
      expect(told(batch)).toEqual(readings(20, 15, 10, 5));
      expect(batch.observations).toHaveLength(4);
      for (const one of readingsOf(batch)) {
        expect(one).toMatchObject({ kind: 'reading', source: source.name });
        expect(isGlucoseMgdl(one.glucoseMgdl)).toBe(true);
      }
    });

    test('gives LOW as 39 and HIGH as 401', async () => {
      const extremes = [
        { at: ago(10), glucoseMgdl: 39 },
        { at: ago(5), glucoseMgdl: 401 },
      ];
      rig.hold(extremes);
      expect(told(await fetch())).toEqual(extremes);
    });

    test('covers a window that holds nothing, and claims no more than its reach', async () => {
      rig.hold([]);
      const batch = await fetch();
      expect([batch.observations, batch.skipped]).toEqual([[], []]);
      expect(batch.coveredFrom).toBeLessThanOrEqual(ago(60));
      const distant = await source.fetch(
        { from: epochMs(rig.now - source.reachMs - 3_600_000), to: rig.now },
        new AbortController().signal,
      );
      expect(distant.coveredFrom).toBeGreaterThanOrEqual(rig.now - source.reachMs);
    });

    test('removes nothing and remembers nothing: the same window gives the same again', async () => {
      rig.hold(readings(5, 10));
      expect(await fetch()).toEqual(await fetch());
    });

    test('sets a record aside that cannot be read, under the same key each time, and spares its neighbours', async () => {
      rig.holdWithJunk(readings(5, 10));
      const [first, second] = [await fetch(), await fetch()];
      expect(told(first)).toEqual(readings(10, 5));
      expect(first.skipped).toHaveLength(1);
      const [aside] = first.skipped;
      expect(aside?.source).toBe(source.name);
      expect(aside?.key).toMatch(/./);
      expect(aside?.reason).toMatch(/expected/);
      expect(aside?.sample.length).toBeLessThanOrEqual(500);
      expect(second.skipped).toEqual(first.skipped);
    });

    test('turns an outage into a failure that will pass, and goes on afterwards', async () => {
      rig.breakDown();
      expect(['transient', 'throttled']).toContain((await failure()).kind);
      rig.hold(readings(5));
      expect(told(await fetch())).toEqual(readings(5));
    });

    test('turns refused credentials into a failure that latches', async () => {
      rig.refuseCredentials();
      const refused = await failure();
      expect(refused.kind).toBe('credentials');
      expect(refused.message).toMatch(/unlock/);
    });

    test('shows no secret in any failure, however it is printed', async () => {
      for (const ruin of [() => rig.breakDown(), () => rig.refuseCredentials()]) {
        ruin();
        const thrown = await failure();
        const printed = `${thrown.stack ?? ''}${JSON.stringify(thrown)}${inspect(thrown, { depth: 20, showHidden: true })}`;
        for (const secret of rig.secrets) expect(printed).not.toContain(secret);
      }
    });

    test('stops at once when cancelled, with the reason given', async () => {
      const stopping = new AbortController();
      const reason = new Error('stopping');
      rig.stall();
      const running = fetch(60, stopping.signal);
      const outcome = expect(running).rejects.toBe(reason);
      await new Promise((resolve) => setImmediate(resolve));
      stopping.abort(reason);
      await outcome;
      await expect(fetch(60, stopping.signal)).rejects.toBe(reason);
    });

    test('marks its credentials: the same for the same, another for another, telling nothing', () => {
      const other = rig.underOtherPassword().credentialsFingerprint;
      expect(source.credentialsFingerprint).toMatch(/./);
      expect(other).not.toBe(source.credentialsFingerprint);
      expect(rig.underOtherPassword().credentialsFingerprint).toBe(other);
      for (const secret of rig.secrets) {
        expect(source.credentialsFingerprint).not.toContain(secret);
      }
    });

    test('can be closed and opened again', async () => {
      rig.hold(readings(5));
      await fetch();
      await source.close();
      await source.open();
      expect(told(await fetch())).toEqual(readings(5));
    });
  });
}
