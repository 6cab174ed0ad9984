import { describe, expect, test } from '@jest/globals';
import { credentials, LONGEST_STOP_S, unit } from './deploy-objects.ts';
import { strangersAmong } from './known-names.ts';

describe('systemd', () => {
  test('starts the program under a user of its own, with its data below the state folder', () => {
    expect(unit.get('Service.ExecStart')).toEqual(['nightscout-dexcom-bridge run']);
    expect(unit.get('Service.DynamicUser')).toEqual(['yes']);
    expect(unit.get('Service.StateDirectory')).toEqual(['nightscout-dexcom-bridge']);
    expect(unit.get('Service.Environment')?.[0]).toContain('DATA_DIR=%S/nightscout-dexcom-bridge');
    expect(Number(unit.get('Service.TimeoutStopSec')?.[0])).toBeGreaterThan(LONGEST_STOP_S);
    // Node compiles as it runs.
    expect(unit.has('Service.MemoryDenyWriteExecute')).toBe(false);
  });

  test('never gives up, but for what a restart cannot mend', () => {
    const [interval, burst, pause] = [
      'Unit.StartLimitIntervalSec',
      'Unit.StartLimitBurst',
      'Service.RestartSec',
    ].map((key) => Number(unit.get(key)?.[0]));
    expect(unit.get('Service.Restart')).toEqual(['always']);
    expect(interval! / pause!).toBeLessThan(burst!);
    expect(unit.get('Service.RestartPreventExitStatus')).toEqual(['64 78']);
  });

  test('knows every name that its templates set', () => {
    const names = [
      ...(unit.get('Service.Environment') ?? []),
      ...(credentials.get('Service.Environment') ?? []),
    ].flatMap((text) => text.split(' ').map((one) => one.split('=')[0]!));
    expect(strangersAmong(names)).toEqual([]);
    const given = credentials.get('Service.LoadCredential')!.map((text) => text.split(':')[0]!);
    expect(credentials.get('Service.Environment')).toEqual(
      given.map((id) => `${id.toUpperCase().replaceAll('-', '_')}_FILE=%d/${id}`),
    );
  });
});
