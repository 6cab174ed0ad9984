import { onlyAuthorizeHelps, toIsoUtc } from '../app/about.ts';
import { JSON_OPTION, isOn, type Verb } from './verb.ts';

/** `unlock`: opens what stopped after refused credentials. */
export const unlockVerb: Verb = {
  name: 'unlock',
  words: ['account', 'part'],
  about: 'Try again after a refused login or secret; a running bridge notices within seconds',
  examples: [
    ['$0 unlock', 'Everything that is stopped'],
    ['$0 unlock default source', 'Only the Dexcom login of the account “default”'],
    ['$0 unlock sink', 'Only the destinations'],
  ],
  options: { json: JSON_OPTION },
  takesSettings: true,
  async handle(given, { env, cwd, out }) {
    const { openLatches } = await import('../app/open-latches.ts');
    const [account, part] = given.words;
    const { opened, notes } = await openLatches({
      call: { flags: given.settings, env, cwd },
      account,
      part,
    });
    if (isOn(given, 'json')) {
      const shown = opened.map((one) => ({ ...one, since: toIsoUtc(one.since) }));
      out.write(`${JSON.stringify({ opened: shown, notes }, undefined, 2)}\n`);
      return 0;
    }
    for (const note of notes) out.write(`${note}\n`);
    if (opened.length === 0 && notes.length > 0) return 0;
    if (opened.length === 0) {
      out.write('Nothing was stopped. There is nothing to unlock.\n');
      return 0;
    }
    for (const one of opened) {
      out.write(
        `Opened: account ${one.account}, ${one.side} ${one.name} (stopped since ${toIsoUtc(one.since)}, ${one.code}).\n`,
      );
    }
    if (opened.some(({ code }) => onlyAuthorizeHelps(code))) {
      out.write(
        'If the Web API still lacks a permission, it stops again at once: `nightscout-dexcom-bridge authorize` gives it one and opens this by itself.\n',
      );
    }
    if (opened.every(({ code }) => onlyAuthorizeHelps(code))) return 0;
    out.write(
      'A running bridge tries again within seconds. If the same login is refused again, it stops again after one try: correct it first.\n',
    );
    return 0;
  },
};
