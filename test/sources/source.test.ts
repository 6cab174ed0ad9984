import { BridgeFailure } from '../../src/domain/failure.ts';
import { isGlucoseMgdl } from '../../src/domain/glucose.ts';
import { epochMs } from '../../src/domain/instant.ts';
import type { Reading } from '../../src/domain/reading.ts';
import type { Observation } from '../../src/domain/record.ts';
import type { FetchWindow, SourceBatch } from '../../src/sources/source.ts';
import { Secret } from '../../src/platform/secret.ts';
import { describeSourceContract, type HeldReading } from '../contracts/source-contract.ts';
import { createScriptedSource, type Step } from '../support/scripted-source.ts';
import { NOW, PASSWORD, startShareRig, wireRecord } from '../support/share-rig.ts';
import { ACCOUNT_ID, FIRST_SESSION_ID } from '../support/share-stub.ts';

describeSourceContract('Share', async () => {
  const rig = await startShareRig();
  const { stub } = rig;
  const secrets = [PASSWORD, ACCOUNT_ID, FIRST_SESSION_ID];
  const fault = (Code: string) => ({
    status: 500,
    body: JSON.stringify({ Code, Message: secrets.join(' '), SubCode: secrets.join(' ') }),
  });
  const give = (readings: readonly HeldReading[], ...more: unknown[]) => {
    const list = readings.map(({ at, glucoseMgdl }) => wireRecord(at, glucoseMgdl));
    stub.answer('read', { body: JSON.stringify([...list, ...more]) });
  };
  return {
    source: rig.source,
    now: NOW,
    secrets,
    hold: (readings) => give(readings),
    holdWithJunk: (readings) => give(readings, { ...wireRecord(NOW), Value: 'high' }),
    breakDown: () => stub.answer('read', fault('SSO_InternalError')),
    refuseCredentials() {
      stub.answer('read', fault('SessionIdNotFound'));
      stub.answer('login', fault('AccountPasswordInvalid'));
    },
    stall: () => stub.answer('read', { hang: true }),
    underOtherPassword: () => rig.restarted({ password: new Secret('another') }),
    stop: () => rig.close(),
  };
});

describeSourceContract('ScriptedSource', async () => {
  const source = createScriptedSource();
  const observations = (readings: readonly HeldReading[]): Observation<Reading>[] =>
    readings
      .map(({ at, glucoseMgdl }) => {
        if (!isGlucoseMgdl(glucoseMgdl)) throw new Error('not a glucose value');
        return { kind: 'reading', source: 'share', systemTime: at, glucoseMgdl } as const;
      })
      .sort((a, b) => a.systemTime - b.systemTime);
  const answer =
    (readings: readonly HeldReading[], skipped: SourceBatch['skipped']): Step =>
    ({ from }: FetchWindow) => ({
      batch: {
        observations: observations(readings),
        skipped,
        coveredFrom: epochMs(Math.max(from, NOW - source.reachMs)),
      },
    });
  const junk = { source: 'share', key: 'k', reason: 'Value: expected', sample: '{}' } as const;
  return {
    source,
    now: NOW,
    secrets: [PASSWORD],
    hold: (readings) => source.script(answer(readings, [])),
    holdWithJunk: (readings) => source.script(answer(readings, [junk])),
    breakDown: () =>
      source.script({ failure: new BridgeFailure('share.unavailable', 'transient', 'down') }),
    refuseCredentials: () =>
      source.script({
        failure: new BridgeFailure('share.login_refused', 'credentials', 'correct it or unlock'),
      }),
    stall: () => source.script('hang'),
    underOtherPassword: () => createScriptedSource('mark of others'),
    stop: async () => undefined,
  };
});
