import { describe, expect, test } from '@jest/globals';
import { completeWithout, COMPLETE, faultsOf, load } from '../../../config/load-with.ts';

describe('NIGHTSCOUT_API', () => {
  const token = { NIGHTSCOUT_TOKEN: 'bridge-0123456789abcdef' };
  const v3 = { ...completeWithout('NIGHTSCOUT_API_SECRET'), NIGHTSCOUT_API: 'V3' };
  const accountOf = async (env: Record<string, string>) => {
    const { config, warnings } = await load({ env });
    return { account: config.accounts[0]!, warnings };
  };

  test('v1 is the default, and passes in silence when it is said', async () => {
    for (const env of [{ ...COMPLETE }, { ...COMPLETE, NIGHTSCOUT_API: 'v1' }]) {
      const { account, warnings } = await accountOf(env);
      expect(warnings).toEqual([]);
      expect(account.nightscout).toMatchObject({ siteUrl: COMPLETE.NIGHTSCOUT_URL });
      expect(account).not.toHaveProperty('nightscoutV3');
    }
  });

  test('v3 goes by the token, wherever it stands', async () => {
    const own = await accountOf({ ...v3, ...token });
    expect(own.warnings).toEqual([]);
    expect(own.account).not.toHaveProperty('nightscout');
    expect(own.account.nightscoutV3?.token.reveal()).toBe(token.NIGHTSCOUT_TOKEN);
    const url = `${COMPLETE.NIGHTSCOUT_URL}?token=of-the-url`;
    const inUrl = await accountOf({ ...v3, NIGHTSCOUT_URL: url });
    expect(inUrl.account.nightscoutV3?.token.reveal()).toBe('of-the-url');
    expect(inUrl.warnings).toEqual([
      expect.stringContaining('NIGHTSCOUT_TOKEN is the better place'),
    ]);
  });

  test('v3 without a token is a fault that says what to do, also where a secret is set', async () => {
    for (const secret of [{}, { NIGHTSCOUT_API_SECRET: 'a-secret-of-anna' }]) {
      expect(await faultsOf({ env: { ...v3, ...secret } })).toEqual([
        {
          setting: 'NIGHTSCOUT_TOKEN',
          text: expect.stringMatching(/is missing: .*Admin Tools.*NIGHTSCOUT_API to v1/s),
        },
      ]);
    }
  });

  test('v3 beside a secret says that the secret is not used', async () => {
    const { account, warnings } = await accountOf({
      ...COMPLETE,
      ...token,
      NIGHTSCOUT_API: 'v3',
    });
    expect(account.nightscoutV3).toBeDefined();
    expect(warnings).toEqual([
      expect.stringMatching(/NIGHTSCOUT_API_SECRET is set and not used: .*v3/),
    ]);
  });

  test('two accounts share no site, by whichever API', async () => {
    const account = (name: string, more: string) => `
  - name: ${name}
    dexcom: { username: ${name}, password: wolf-moon }
    nightscout: { url: https://one.example.org, ${more} }`;
    const yaml = `accounts:${account('anna', 'apiSecret: a-secret-of-anna')}${account('ben', 'api: v3, token: a-token-of-ben')}\n`;
    expect(await faultsOf({ yaml })).toEqual([
      {
        setting: 'account ben',
        text: expect.stringContaining('writes to the same Nightscout site as account anna'),
      },
    ]);
  });
});
