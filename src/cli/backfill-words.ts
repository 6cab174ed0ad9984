import { toIsoUtc } from '../app/about.ts';
import type { BackfillProgress } from '../app/backfill-progress.ts';
import type {
  BackfilledAccount,
  BackfilledPart,
  BackfilledSink,
  BackfillReport,
} from '../app/backfill-report.ts';
import { howLong } from './how-long.ts';

const WORDS = { ok: 'complete', failed: 'NOT COMPLETE', latched: 'STOPPED' } as const;

/** How far it is, in one line for people. */
export function progressText(progress: BackfillProgress): string {
  const { phase, done, total, records } = progress;
  const what = phase === 'reading' ? 'windows' : 'changes';
  return `${phase}: ${done} of ${total} ${what}, ${records} records, ${paceText(progress)}`;
}

/** Rate and time left. */
export function paceText({ done, total, perSecond, leftMs }: BackfillProgress): string {
  const rate = `${perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond)} a second`;
  if (done >= total) return rate;
  return `${rate}, ${leftMs === undefined ? 'time left unknown' : `${howLong(leftMs)} left`}`;
}

/** What came of it, and what to do next. */
export function reportText(report: BackfillReport): string {
  const { from, to, accounts, dryRun } = report;
  const head = dryRun ? 'Dry run, nothing was kept or sent' : 'Backfill';
  return [
    `${head}: from ${toIsoUtc(from)} up to ${toIsoUtc(to)} (not included).`,
    ...accounts.flatMap(accountLines),
    ...nextSteps(report),
  ].join('\n');
}

function accountLines(account: BackfilledAccount): readonly string[] {
  const { name, sources, sinks, records, added, changed, known, setAside } = account;
  return [
    `Account ${name}: ${records} records read: ${added} added, ${changed} changed, ${known} known already${setAside > 0 ? `; ${setAside} more set aside` : ''}.`,
    ...sources.map((part) => `  source ${part.name}: ${endText(part)}`),
    ...sinks.map((part) => `  sink ${part.name}: ${endText(part)}${sinkText(part)}`),
  ];
}

function endText({ outcome, code, message }: BackfilledPart): string {
  return `${WORDS[outcome]}${message === undefined ? '' : `: ${message} (${code ?? ''})`}`;
}

function sinkText({ outcome, written, present, refused }: BackfilledSink): string {
  const end = outcome === 'ok' ? ', all confirmed' : '; so far';
  const counts = [`${written} written`];
  if (present > 0) counts.push(`${present} left to another uploader’s rows`);
  if (refused > 0) counts.push(`${refused} refused for good`);
  return `${end}: ${counts.join(', ')}`;
}

function nextSteps({ accounts, wroteMongo, dryRun }: BackfillReport): readonly string[] {
  const parts = accounts.flatMap(({ sources, sinks }) => [...sources, ...sinks]);
  const lacking = (side: 'sources' | 'sinks') =>
    accounts.flatMap((one) => one[side]).some(({ outcome }) => outcome !== 'ok');
  const steps: string[] = [];
  if (parts.some(({ outcome }) => outcome === 'latched')) {
    steps.push(
      'What is stopped is not tried again by itself: correct what its message names (a changed credential opens it), or run unlock; for the Web API run authorize.',
    );
  }
  if (lacking('sources')) {
    steps.push(
      dryRun
        ? 'Not every window could be read: the documents are not all there are.'
        : 'Not every window could be read. Run the same command again: it goes on with what is missing.',
    );
  }
  if (lacking('sinks')) {
    steps.push(
      'Not everything is confirmed. It is in the journal: a running bridge delivers it by itself, and so does the same command.',
    );
  }
  if (wroteMongo) {
    steps.push(
      'A running Nightscout shows rows older than a quarter of an hour only after its restart, as these went straight into its database: restart it.',
    );
  }
  return steps;
}
