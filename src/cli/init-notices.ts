import { askSecret, askText, type InitBlock, type InitTools } from './init-block.ts';

const NAMES = ['NOTIFY_URL', 'NOTIFY_FORMAT', 'NOTIFY_TOKEN', 'NOTIFY_USER'];

/** Whether and where to a notice is sent when something stops. */
export function noticesBlock(tools: InitTools): InitBlock {
  const { asker, answers, session } = tools;
  const isGiven = () => NAMES.some((name) => answers.has(name) || answers.has(`${name}_FILE`));
  let isTried = false;
  return {
    names: NAMES,
    trying: 'Sending a test …',
    part: () => (isTried ? 'notices' : undefined),
    async ask(isAgain) {
      isTried = false;
      if (!isGiven() || isAgain) {
        asker.say('Notices name no glucose value, and are no medical alarm.');
        const wanted = await asker.choose(
          'Send a notice when readings stop or something has to be done?',
          [
            { value: 'none', label: 'No' },
            { value: 'ntfy', label: 'By ntfy', hint: 'a free app, no account' },
            { value: 'pushover', label: 'By Pushover' },
            { value: 'slack', label: 'To Slack or Discord' },
            { value: 'json', label: 'To a webhook of my own' },
          ],
        );
        for (const name of NAMES) {
          answers.delete(name);
          answers.delete(`${name}_FILE`);
        }
        if (wanted === 'none') return;
        await askWhere(wanted);
      }
      isTried = await asker.confirm('Send a test now?', true);
    },
  };

  async function askWhere(wanted: 'ntfy' | 'pushover' | 'slack' | 'json'): Promise<void> {
    switch (wanted) {
      case 'ntfy':
        asker.say(
          'Whoever knows the topic can read the notices, so one that nobody guesses is proposed. Subscribe to it in the app.',
        );
        await askText(
          tools,
          'NOTIFY_URL',
          'Address of the topic',
          `https://ntfy.sh/dexcom-${session.makeSecret()}`,
        );
        answers.set('NOTIFY_FORMAT', 'ntfy');
        break;
      case 'pushover':
        await askSecret(
          tools,
          'NOTIFY_TOKEN',
          'API token of your application (pushover.net/apps/build)',
        );
        await askSecret(tools, 'NOTIFY_USER', 'Your user key (on pushover.net after login)');
        answers.set('NOTIFY_FORMAT', 'pushover');
        break;
      case 'slack':
        await askSecret(tools, 'NOTIFY_URL', 'Address of the webhook');
        answers.set('NOTIFY_FORMAT', 'slack');
        break;
      case 'json':
        await askSecret(tools, 'NOTIFY_URL', 'Address of the webhook');
        answers.set('NOTIFY_FORMAT', 'json');
    }
  }
}
