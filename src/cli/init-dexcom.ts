import { askSecret, askText, type InitBlock, type InitTools } from './init-block.ts';

/** Where the readings come from. */
export function dexcomBlock(tools: InitTools): InitBlock {
  const { asker, answers } = tools;
  const has = (...names: readonly string[]) => names.some((name) => answers.has(name));
  return {
    names: [
      'DEXCOM_REGION',
      'DEXCOM_USERNAME',
      'DEXCOM_ACCOUNT_ID',
      'DEXCOM_PASSWORD',
      'DEXCOM_SHARE_URL',
    ],
    trying: 'Logging in to Dexcom, once …',
    part: () => 'share',
    async ask(isAgain) {
      if (isAgain || !has('DEXCOM_REGION')) {
        const given = answers.get('DEXCOM_REGION')?.toLowerCase();
        const region = await asker.choose(
          'Where was the Dexcom account of the person with the sensor made?',
          [
            { value: 'us', label: 'In the United States' },
            {
              value: 'jp',
              label: 'In Japan or Asia-Pacific',
              hint: 'where the app logs in at dexcom.jp',
            },
            { value: 'ous', label: 'Anywhere else', hint: 'Europe, Canada, Australia …' },
          ],
          given === 'jp' || given === 'us' ? given : given === undefined ? 'us' : 'ous',
        );
        answers.set('DEXCOM_REGION', region);
      }
      if (isAgain || !has('DEXCOM_USERNAME', 'DEXCOM_ACCOUNT_ID')) {
        if (!has('DEXCOM_ACCOUNT_ID')) {
          asker.say(
            'Now the login of that account: of the person who wears the sensor, not of a follower. As in the Dexcom app: a name, an email, or a phone number with + and country code.',
          );
          await askText(tools, 'DEXCOM_USERNAME', 'User name');
        }
      }
      if (isAgain || !has('DEXCOM_PASSWORD', 'DEXCOM_PASSWORD_FILE')) {
        await askSecret(tools, 'DEXCOM_PASSWORD', 'Password');
      }
    },
  };
}
