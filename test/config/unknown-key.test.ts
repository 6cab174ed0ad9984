import { describe, expect, test } from '@jest/globals';
import { COMPLETE, faultsOf } from './load-with.ts';

const inAccount = (line: string): string =>
  `accounts:\n  - name: anna\n    dexcom: {username: a, password: b}\n    mongodb: {uri: "mongodb://h"}\n    ${line}\n`;

describe('an unknown key gets the nearest name or path, wherever it stands', () => {
  test.each([
    [inAccount('dexcomUsername: a'), 'Did you mean "dexcom.username"?'],
    [inAccount('username: a'), 'Did you mean "dexcom.username"?'],
    [inAccount('nightscout: {uri: x}'), 'Did you mean "url"?'],
    [inAccount('nightscout: {collection: x}'), 'Did you mean "mongodb.collection"?'],
    [inAccount('logLevel: info'), 'Did you mean "log.level"?'],
    [inAccount('BRIDGE_USER_NAME: a'), 'in the file it is dexcom.username.'],
    ['logLevel: info\n', 'Did you mean "log.level"?'],
    ['dexcom: {username: a}\n', 'Did you mean "accounts[].dexcom.'],
    ['DEXCOM_USERNAME: a\n', 'in the file it is accounts[].dexcom.username.'],
    ['zzzzzzzzzzzz: a\n', 'Did you mean "'],
  ])('%s', async (yaml, text) => {
    const faults = await faultsOf({ yaml, env: COMPLETE });
    expect(faults).toHaveLength(1);
    expect(faults[0]?.text).toContain(text);
  });
});
