import { machineFacts, machineLoad } from './report/machine-facts.ts';

/** One part of the bench: prints its own figures. */
interface BenchPart {
  readonly about: string;
  load(): Promise<() => Promise<void>>;
  /** Too long for a run of everything. */
  readonly onlyByName?: boolean;
}

const PARTS: Readonly<Record<string, BenchPart>> = {
  backfill: {
    about: '26,000 readings from the journal into MongoDB, against the bare driver',
    load: async () => (await import('./backfill/compare-backfill.ts')).compareBackfill,
  },
  'history-import': {
    about:
      '90 days from the Web API into the journal, against the bare download of the same answers',
    load: async () => (await import('./history-import/compare-import.ts')).compareImport,
  },
  'start-up': {
    about: 'from spawn to the first delivered reading, and memory after a minute, against a peer',
    load: async () => (await import('./start-up/compare-start-up.ts')).compareStartUp,
  },
  feed: {
    about:
      'requests a second and memory of the feed, against a bare server that sends the same bytes',
    load: async () => (await import('./feed/compare-feed.ts')).compareFeed,
  },
  'poll-policy': {
    about: 'delay and Share calls of four polling policies on a virtual clock',
    load: async () => (await import('./poll-policy/compare-policies.ts')).comparePolicies,
  },
  'cold-start': {
    about: 'the real daemon under a fast clock, from an empty folder',
    load: async () => (await import('./cold-start/measure-cold-start.ts')).measureColdStart,
    onlyByName: true,
  },
};

/** Runs the named parts, or all; the exit code. */
export async function runBench(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !(name in PARTS));
  if (unknown.length > 0) {
    console.error(`No such part: ${unknown.join(', ')}. There are:`);
    for (const [name, { about }] of Object.entries(PARTS)) console.error(`  ${name}: ${about}`);
    return 64;
  }
  console.log(machineFacts());
  const chosen = Object.entries(PARTS).filter(([name, { onlyByName }]) =>
    names.length === 0 ? onlyByName !== true : names.includes(name),
  );
  for (const [name, part] of chosen) {
    console.log(`\n== ${name}: ${part.about}`);
    const startedAt = performance.now();
    await (
      await part.load()
    )();
    console.log(`(${Math.round((performance.now() - startedAt) / 1000)} s; ${machineLoad()})`);
  }
  return 0;
}
