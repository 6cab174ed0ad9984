import { describe, expect, test } from '@jest/globals';
import { load } from '../config/load-with.ts';
import { strangersAmong } from './known-names.ts';
import { PLACES } from './places.ts';

describe.each(Object.entries(PLACES))('what %s gives to the bridge', (place, env) => {
  test('has no name that the bridge does not know', () => {
    expect(strangersAmong(Object.keys(env))).toEqual([]);
  });

  test('starts it without a fault or a warning, with a source, a destination and the page open', async () => {
    const { config, warnings } = await load({ env });
    const [account] = config.accounts;
    expect(account?.share).toBeDefined();
    expect(account?.nightscout ?? account?.mongodb).toBeDefined();
    // Within compose's own network there is nobody on the way.
    expect(warnings).toEqual(
      place === 'docker-compose.yml'
        ? [expect.stringMatching(/^NIGHTSCOUT_URL is an http address/)]
        : [],
    );
    expect(config.feedApiSecret).toBeDefined();
    expect(config.listen.host).not.toBe('127.0.0.1');
  });
});
