import { linesOut } from './lines-out.ts';
import { UsageFault, isOn, textOf, type Verb, type VerbContext } from './verb.ts';

const FORMATS = ['json', 'csv'];

/** `export`: records of a period from the journal. */
export const exportVerb: Verb = {
  name: 'export',
  about: 'Print the records of a period from the journal, as JSON or CSV',
  examples: [
    [
      '$0 export --format csv --from 2026-11-01 --to 2026-12-01 > november.csv',
      'One month (UTC days)',
    ],
    ['$0 export --from 2026-11-21T00:00:00+01:00', 'Everything since a local midnight, as JSON'],
  ],
  options: {
    format: { type: 'string', choices: FORMATS, describe: 'json (default) or csv' },
    json: { type: 'boolean', describe: 'The same as --format json' },
    from: {
      type: 'string',
      describe: 'First instant, included: YYYY-MM-DD (UTC) or ISO 8601 with a zone; default: all',
    },
    to: { type: 'string', describe: 'Last instant, not included; default: now and later' },
    account: { type: 'string', describe: 'Only this account of the configuration' },
  },
  takesSettings: true,
  async handle(given, context) {
    const { exportPeriod } = await import('../app/export-period.ts');
    const format = textOf(given, 'format') ?? 'json';
    if (!FORMATS.includes(format))
      throw new UsageFault(`--format is json or csv, not “${format}”.`);
    if (isOn(given, 'json') && format !== 'json')
      throw new UsageFault(
        `--json and --format ${format} contradict each other; give one of them.`,
      );
    await print(
      format,
      await exportPeriod({
        call: { flags: given.settings, env: context.env, cwd: context.cwd },
        from: textOf(given, 'from'),
        to: textOf(given, 'to'),
        account: textOf(given, 'account'),
      }),
      context,
    );
    return 0;
  },
};

type Period = Awaited<ReturnType<typeof import('../app/export-period.ts').exportPeriod>>;

async function print(format: string, period: Period, { out }: VerbContext): Promise<void> {
  const write = linesOut(out);
  try {
    let count = 0;
    await write(format === 'csv' ? `${period.columns.join(',')}\r\n` : '[');
    for await (const record of period.records) {
      const fields: Readonly<Record<string, unknown>> = record;
      const isRead = await write(
        format === 'csv'
          ? `${period.columns.map((column) => cell(fields[column])).join(',')}\r\n`
          : `${count === 0 ? '\n' : ',\n'}${JSON.stringify(record)}`,
      );
      if (!isRead) break;
      count += 1;
    }
    if (format === 'json') await write(count === 0 ? ']\n' : '\n]\n');
  } finally {
    await period.close();
  }
}

/** RFC 4180. A missing value is an empty cell; one of several parts is JSON text. */
function cell(value: unknown): string {
  const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
