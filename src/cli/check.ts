import type { CheckReport } from '../app/check-report.ts';
import { table } from './table.ts';
import { JSON_OPTION, isOn, type Verb } from './verb.ts';

const WORDS = { ok: 'ok', note: 'note', fault: 'FAULT' } as const;

/** `check`: everything a run needs, looked at once. */
export const checkVerb: Verb = {
  name: 'check',
  about:
    'Try the settings: one login, newest reading, each destination, the clock; with a remedy for each fault',
  examples: [
    ['$0 check', 'Why does nothing arrive?'],
    ['$0 check --json', 'The same for another program'],
    ['$0 check --notify', 'Also send a test notice to NOTIFY_URL'],
  ],
  options: {
    json: JSON_OPTION,
    notify: { type: 'boolean', describe: 'Send a test notice to where notices go' },
  },
  takesSettings: true,
  async handle(given, { env, cwd, out }) {
    const { checkBridge } = await import('../app/check-bridge.ts');
    const report = await checkBridge({ flags: given.settings, env, cwd }, process, {
      testNotice: isOn(given, 'notify'),
    });
    out.write(
      isOn(given, 'json')
        ? `${JSON.stringify({ ok: report.exitCode === 0, ...report }, undefined, 2)}\n`
        : `${checkText(report, out.columns || 100)}\n`,
    );
    return report.exitCode;
  },
};

/** The table for people. */
export function checkText({ rows, exitCode }: CheckReport, width: number): string {
  const shown = table(
    rows.map(({ result, what, detail }) => [WORDS[result], what, detail]),
    width,
  );
  return `${shown}\n\n${exitCode === 0 ? 'All is well.' : 'Not all is well: see FAULT above, each with its remedy.'}`;
}
