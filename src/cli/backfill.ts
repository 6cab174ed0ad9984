import { toIsoUtc } from '../app/about.ts';
import type { BackfillReport } from '../app/backfill-report.ts';
import { openDisplay } from './backfill-display.ts';
import { reportText } from './backfill-words.ts';
import { linesOut } from './lines-out.ts';
import { JSON_OPTION, UsageFault, isOn, textOf, type Verb } from './verb.ts';

const SOURCES = ['share', 'web-api'];

/** `backfill`: the past, into the journal and all destinations. */
export const backfillVerb: Verb = {
  name: 'backfill',
  about: 'Bring a span of the past into the journal and every destination',
  examples: [
    ['$0 backfill --from 2026-08-01', 'Everything since a day (UTC)'],
    [
      '$0 backfill --from 2026-08-01 --to 2026-09-01',
      'One month; called again after a stop it goes on where it was',
    ],
    [
      '$0 backfill --from 2026-11-20 --dry-run | head',
      'Only show the Nightscout documents, one a line',
    ],
  ],
  options: {
    from: {
      type: 'string',
      describe: 'First instant, included: YYYY-MM-DD (UTC) or ISO 8601 with a zone; must be given',
    },
    to: { type: 'string', describe: 'Last instant, not included; default: now' },
    source: {
      type: 'string',
      choices: SOURCES,
      describe: 'Only this source; default: all that are configured. Share reaches back 24 hours',
    },
    account: { type: 'string', describe: 'Only this account of the configuration' },
    'dry-run': {
      type: 'boolean',
      describe: 'Keep and send nothing: print the documents, as JSON, one a line',
    },
    json: JSON_OPTION,
  },
  takesSettings: true,
  async handle(given, { env, cwd, out, err }) {
    const from = textOf(given, 'from');
    if (from === undefined) {
      throw new UsageFault('--from is missing: from when on? For example --from 2026-08-01.');
    }
    const source = textOf(given, 'source');
    if (source !== undefined && !SOURCES.includes(source)) {
      throw new UsageFault(`--source is ${SOURCES.join(' or ')}, not “${source}”.`);
    }
    const dryRun = isOn(given, 'dry-run');
    const json = isOn(given, 'json');
    const { backfillHistory } = await import('../app/backfill-history.ts');
    const display = await openDisplay(err);
    const print = linesOut(out);
    let report: BackfillReport;
    try {
      report = await backfillHistory({
        call: { flags: given.settings, env, cwd },
        from,
        to: textOf(given, 'to'),
        source,
        account: textOf(given, 'account'),
        dryRun,
        tell: {
          progress: (progress) => display.progress(progress),
          note: (text) => display.note(text),
          document: (document) => print(`${JSON.stringify(document)}\n`),
        },
        process,
      });
    } finally {
      display.close();
    }
    // The output of a dry run is its documents alone.
    const stream = dryRun ? err : out;
    stream.write(`${json ? reportJson(report) : reportText(report)}\n`);
    return report.exitCode;
  },
};

function reportJson({ from, to, exitCode, ...report }: BackfillReport): string {
  const shown = { ok: exitCode === 0, exitCode, from: toIsoUtc(from), to: toIsoUtc(to), ...report };
  return JSON.stringify(shown, undefined, 2);
}
