import { createInterface } from 'node:readline/promises';
import { JSON_OPTION, isOn, textOf, type Verb } from './verb.ts';

/** `authorize`: a person’s permission to read the Web API. */
export const authorizeVerb: Verb = {
  name: 'authorize',
  about: 'Give the bridge your permission at Dexcom, for the Web API (history)',
  examples: [
    ['$0 authorize', 'Open the printed address in a browser on this machine and log in'],
    ['$0 authorize --paste', 'With a browser elsewhere: paste the address at which it ends'],
    ['$0 authorize --sandbox', 'Try it with one of Dexcom’s made-up patients, without a password'],
  ],
  options: {
    paste: {
      type: 'boolean',
      describe: 'Read the redirected address as one line from standard input',
    },
    sandbox: { type: 'boolean', describe: 'Dexcom’s sandbox, whatever DEXCOM_API says' },
    account: { type: 'string', describe: 'Which account of the configuration' },
    json: JSON_OPTION,
  },
  takesSettings: true,
  async handle(given, { env, cwd, out, err }) {
    const { authorize } = await import('../app/authorize.ts');
    const json = isOn(given, 'json');
    const account = textOf(given, 'account');
    // With --json, standard output is for the program that reads it.
    const say = (text: string) => (json ? err : out).write(`${text}\n`);
    const done = await authorize({
      call: { flags: given.settings, env, cwd },
      account,
      sandbox: isOn(given, 'sandbox'),
      paste: isOn(given, 'paste'),
      line: readLine,
      tell: {
        loginUrl(url, paste) {
          say(
            `Open this address in a browser and log in as the person who wears the sensor${account === undefined ? '' : ` of account ${account} (a browser may still be logged in as somebody else)`}:\n`,
          );
          say(`${url}\n`);
          say(
            paste
              ? 'Then paste the whole address at which the browser ends (it may show an error page; the address counts) and press Enter:'
              : 'Waiting for the browser to come back. Ctrl-C ends it; --paste is for a browser on another machine.',
          );
        },
        refused: (text) =>
          say(`${text}\nStill waiting: the address above can be opened again. Ctrl-C ends it.`),
      },
      process,
    });
    if (json) {
      out.write(`${JSON.stringify({ authorized: true, ...done }, undefined, 2)}\n`);
      return 0;
    }
    say(`Done: the permission for account ${done.account} is stored (${done.baseUrl}).`);
    say(
      done.otherServer === undefined
        ? 'A running bridge begins to read within seconds; otherwise start it now.'
        : `The settings name another server, ${done.otherServer}: set DEXCOM_API=sandbox for the bridge to use this permission.`,
    );
    return 0;
  },
};

/** One line of standard input, terminal or not. */
async function readLine(signal: AbortSignal): Promise<string> {
  const lines = createInterface({ input: process.stdin, terminal: false });
  try {
    const stopped = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    const first = (async () => {
      for await (const line of lines) if (line.trim() !== '') return line.trim();
      return '';
    })();
    return await Promise.race([first, stopped]);
  } finally {
    lines.close();
    process.stdin.pause();
  }
}
