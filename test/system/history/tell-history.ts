import { expect } from '@jest/globals';
import { DAY_MS, HOUR_MS } from '../../../src/domain/instant.ts';
import { before, change, changeOldest } from './history-story.ts';
import {
  historyWorld,
  type Collections,
  type HistoryWorld,
  type HistoryWorldOptions,
} from './history-world.ts';
import { judgeDocuments, NOTHING_TO_BLAME, type JudgeNotes, type Verdict } from './judge-world.ts';
import type { StoredDocument } from './judge/finding.ts';

type AllDocuments = Readonly<Record<string, Collections>>;

/** How much the judge has looked at, at the fullest destination. */
export interface ToldHistory {
  readonly readings: number;
  readonly treatments: number;
}

/**
 * A real bridge imports a past, the person changes it, the bridge reads it again at its time; then the bridge loses its
 * data folder and imports everything into the same destinations. After each step every document of every destination is
 * compared with what Dexcom says by then.
 */
export async function tellHistory(options: HistoryWorldOptions): Promise<ToldHistory> {
  const world = await historyWorld(options);
  const since = performance.now();
  const lap = (what: string): void => {
    if (process.env['HISTORY_LAPS'] !== '1') return;
    process.stderr.write(`${what}: ${Math.round(performance.now() - since)} ms\n`);
  };
  try {
    const story = await before(world);
    await world.authorize();
    await world.runUntilSynced();
    lap('imported');
    const { foreign } = story;
    const imported = await demandEquality(world, { foreign, untold: story.late });
    lap('judged');

    const notes = { foreign, ...change(world, story) };
    world.advance(7 * DAY_MS + 3 * HOUR_MS);
    await world.runUntilSynced();
    lap('changed');
    const changed = await demandEquality(world, notes);
    demandSameRows(imported, changed);
    lap('judged');

    changeOldest(world);
    await world.loseDataFolder();
    await world.authorize();
    await world.whole(['backfill', '--from', new Date(world.since).toISOString()]);
    lap('imported again');
    const again = await demandEquality(world, notes);
    demandSameRows(changed, again);
    lap('judged');
    // Each look takes the judge as long as the whole: a short past is enough for that.
    if (options.days < 30) {
      demandJudgeSees(world, again, { ...notes, truth: world.truth() });
    }
    const all = Object.values(again);
    return {
      readings: Math.max(...all.map(({ entries }) => entries.length)),
      treatments: Math.max(...all.map(({ treatments }) => treatments.length)),
    };
  } finally {
    await world.stop();
  }
}

async function demandEquality(world: HistoryWorld, notes: JudgeNotes): Promise<AllDocuments> {
  const documents = await world.documents();
  for (const [name, verdict] of Object.entries(judgeDocuments(world, documents, notes))) {
    expect({ name, ...verdict }).toEqual({ name, ...NOTHING_TO_BLAME });
  }
  return documents;
}

/** A reading's row stays the row it is, and where it is, for ever. */
function demandSameRows(earlier: AllDocuments, later: AllDocuments): void {
  const text = ({ _id, type, date }: StoredDocument): string => [String(_id), type, date].join(' ');
  for (const [name, { entries }] of Object.entries(earlier)) {
    const now = new Set(later[name]?.entries.map(text));
    expect(entries.map(text).filter((row) => !now.has(row))).toEqual([]);
  }
}

/** The judge is worth what it finds: each of these must not pass. */
function demandJudgeSees(world: HistoryWorld, documents: AllDocuments, notes: JudgeNotes): void {
  const tampered = (
    collection: keyof Collections,
    fits: (row: StoredDocument) => boolean,
    make: (row: StoredDocument) => readonly StoredDocument[],
  ): Verdict => {
    const [[name, whole] = []] = Object.entries(documents);
    if (name === undefined || whole === undefined) throw new Error('there is no destination');
    const rows = whole[collection];
    const at = rows.findIndex((row) => row['app'] !== undefined && fits(row));
    const victim = rows[at];
    if (!victim) throw new Error(`no row of ${collection} to tamper with`);
    const changed = [...rows.slice(0, at), ...make(victim), ...rows.slice(at + 1)];
    return {
      found: judgeDocuments(world, { [name]: { ...whole, [collection]: changed } }, notes)[name]!,
    };
  };
  const isSgv = ({ type }: StoredDocument): boolean => type === 'sgv';
  const isMbg = ({ type }: StoredDocument): boolean => type === 'mbg';
  const isCarbs = ({ eventType }: StoredDocument): boolean => eventType === 'Carb Correction';
  const isNote = ({ eventType }: StoredDocument): boolean => eventType === 'Note';
  const none = (): readonly StoredDocument[] => [];
  const twice = (row: StoredDocument) => [row, row];
  const saying = (more: StoredDocument) => (row: StoredDocument) => [{ ...row, ...more }];
  const verdicts = [
    tampered('entries', isSgv, none),
    tampered('entries', isSgv, twice),
    tampered('entries', isSgv, saying({ sgv: 77.5 })),
    tampered('entries', isSgv, saying({ direction: 'Flat?' })),
    tampered('entries', isMbg, none),
    tampered('entries', isMbg, saying({ mbg: 1 })),
    tampered('treatments', isCarbs, none),
    tampered('treatments', isCarbs, twice),
    tampered('treatments', isCarbs, saying({ carbs: 1_000 })),
    tampered('treatments', isNote, saying({ insulin: 20 })),
    tampered('treatments', isNote, saying({ eventType: 'Announcement' })),
    tampered('treatments', isNote, saying({ identifier: 'of-nothing' })),
    tampered('devicestatus', () => true, none),
    tampered('devicestatus', () => true, saying({ uploader: { battery: 1 } })),
  ];
  for (const verdict of verdicts) expect(verdict['found']).not.toEqual(NOTHING_TO_BLAME);
}
