import { askText, type InitBlock, type InitTools, checkFor } from './init-block.ts';

/** Nightscout demands as much of its own. */
const SHORTEST_SECRET = 12;

/** Who may read the bridge’s own page and feed. */
export function readersBlock(tools: InitTools): InitBlock {
  const { asker, answers, session } = tools;
  const hasSecret = () => answers.has('FEED_API_SECRET') || answers.has('FEED_API_SECRET_FILE');
  return {
    names: ['LISTEN', 'FEED_API_SECRET'],
    trying: '',
    part: () => undefined,
    async ask(isAgain) {
      if (answers.has('LISTEN') && !isAgain) return;
      const isWanted = await asker.confirm(
        'Shall other devices (phones, watches, computers) reach the bridge’s page and feed?',
        false,
      );
      if (!isWanted) {
        for (const name of ['LISTEN', 'FEED_API_SECRET', 'FEED_API_SECRET_FILE'])
          answers.delete(name);
        return;
      }
      await askText(
        tools,
        'LISTEN',
        'Where to listen? *:17580 is every address of this machine',
        '*:17580',
      );
      if (hasSecret() && !isAgain) return;
      const check = checkFor(session, 'FEED_API_SECRET', true);
      const typed = await asker.secret({
        question: `Secret that they have to show (Enter alone makes one)`,
        check: (text) =>
          text !== '' && text.length < SHORTEST_SECRET
            ? `Please type at least ${SHORTEST_SECRET} characters.`
            : check(text),
      });
      answers.set('FEED_API_SECRET', typed === '' ? session.makeSecret() : typed);
      answers.delete('FEED_API_SECRET_FILE');
      if (typed === '') asker.say('Made. It will stand in the file as feedApiSecret.', 'ok');
    },
  };
}
