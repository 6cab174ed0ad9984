import type { WebApiTruth } from '../../../src/simulator/web-api/records/index.ts';
import {
  LAST_WORD_MS,
  UPLOAD_DELAY_MS,
  UTC_OFFSET_MINUTES,
  type Collections,
  type HistoryWorld,
  type NeighbourRows,
} from './history-world.ts';
import { NOTHING_WRONG, OURS, type Finding, type StoredDocument } from './judge/finding.ts';
import { judgeGlucose, type TrueReading } from './judge/judge-glucose.ts';
import { judgeStatuses, type StatusesCase } from './judge/judge-statuses.ts';
import { judgeMeterEntries, judgeTreatments } from './judge/judge-treatments.ts';

type TrueEvent = WebApiTruth['events'][number];

/** What the judge cannot know from Dexcom's truth. */
export interface JudgeNotes {
  /** mg/dL by the sensor's system time, where something else than Dexcom's last word is right. */
  readonly exceptions?: ReadonlyMap<number, number>;
  /** Events that vanished without a word, as they were. */
  readonly kept?: ReadonlyMap<string, TrueEvent>;
  /** What other uploaders put there. */
  readonly foreign?: NeighbourRows;
  /** Readings of these spans had not reached Dexcom when the bridge last asked. */
  readonly untold?: readonly { readonly from: number; readonly to: number }[];
  /** The bridge was killed on the way. */
  readonly wasKilled?: boolean;
  /** What is the last word so far. */
  readonly truth?: WebApiTruth;
}

/** What is wrong at each destination, and what of other uploaders' rows is not as it was. */
export type Verdict = Readonly<
  Record<
    string,
    Readonly<Record<'sgv' | 'mbg' | 'treatments' | 'devicestatus', Finding>> & {
      readonly foreign: readonly string[];
    }
  >
>;

/** By Dexcom's documents. */
const WORDS: Readonly<Record<string, StatusesCase['words']>> = {
  g6: { generation: 'g6', variant: 'g6', app: 'G6' },
  g7: { generation: 'g7', variant: 'g7', app: 'G7' },
};
const NOBODY: NeighbourRows = { entries: [], treatments: [], devicestatus: [] };
/** The verdict on a destination where everything is as it should be. */
export const NOTHING_TO_BLAME: Verdict[string] = {
  sgv: NOTHING_WRONG,
  mbg: NOTHING_WRONG,
  treatments: NOTHING_WRONG,
  devicestatus: NOTHING_WRONG,
  foreign: [],
};

const TOLERANCE_MS = 150_000;

/** Judges every document of every destination by what Dexcom says now. */
export async function judgeWorld(world: HistoryWorld, notes: JudgeNotes): Promise<Verdict> {
  return judgeDocuments(world, await world.documents(), notes);
}

/** Judges documents that were taken before. */
export function judgeDocuments(
  world: HistoryWorld,
  documents: Readonly<Record<string, Collections>>,
  notes: JudgeNotes,
): Verdict {
  const { truth = world.truth() } = notes;
  return Object.fromEntries(
    Object.entries(documents).map(([name, collections]) => [
      name,
      judgeDestination(world, truth, collections, notes, name === 'site'),
    ]),
  );
}

function judgeDestination(
  world: HistoryWorld,
  truth: WebApiTruth,
  { entries, treatments, devicestatus }: Collections,
  {
    exceptions = new Map(),
    kept = new Map(),
    foreign = NOBODY,
    untold = [],
    wasKilled,
  }: JudgeNotes,
  isSite: boolean,
): Verdict[string] {
  const isOurs = ({ app }: StoredDocument): boolean => app === OURS;
  const isType = (type: string) => (row: StoredDocument) => isOurs(row) && row['type'] === type;
  const settled = world.clock.now() - LAST_WORD_MS;
  const isTold = ({ systemTime }: TrueReading): boolean =>
    !untold.some(({ from, to }) => systemTime >= from && systemTime < to);
  // A site makes the offset that of the text, which is UTC.
  const utcOffset = isSite ? 0 : UTC_OFFSET_MINUTES;
  const its = { truth, settledTo: settled, foreign: foreign.treatments, utcOffset, kept };
  const { diary, product } = world.share.webApi.user();
  const words = WORDS[product] ?? { generation: '', variant: '', app: '' };
  const asked = world.share.webApiRequests.records.filter(
    ({ endpoint, status }) => endpoint === 'devices' && status === 200,
  );
  return {
    sgv: judgeGlucose(entries.filter(isType('sgv')), {
      readings: truth.readings.filter(isTold),
      settledTo: settled,
      exceptions,
      foreign: foreign.entries,
      toleranceMs: TOLERANCE_MS,
      utcOffsetOf: (reading) => (isSite ? 0 : reading.utcOffsetMinutes),
      generation: words.generation,
    }),
    mbg: judgeMeterEntries(entries.filter(isType('mbg')), its),
    treatments: judgeTreatments(treatments.filter(isOurs), its),
    devicestatus: judgeStatuses(devicestatus.filter(isOurs), {
      truth,
      askedAt: asked.map(({ at }) => at),
      mayLoseAnswers: wasKilled === true,
      delayMs: UPLOAD_DELAY_MS,
      displayDevice: diary.phone,
      words,
      utcOffset,
    }),
    foreign: [
      ...changed(
        entries.filter((row) => !isOurs(row)),
        foreign.entries,
      ),
      ...changed(
        treatments.filter((row) => !isOurs(row)),
        foreign.treatments,
      ),
      ...changed(
        devicestatus.filter((row) => !isOurs(row)),
        foreign.devicestatus,
      ),
    ],
  };
}

/** Rows of others that are not exactly as they were seeded, either way. */
function changed(
  rows: readonly StoredDocument[],
  seeded: readonly StoredDocument[],
): readonly string[] {
  const text = ({ _id, ...row }: StoredDocument): string =>
    JSON.stringify(Object.entries(row).sort());
  const there = rows.map(text);
  const wanted = seeded.map(text);
  return [
    ...there.filter((row) => !wanted.includes(row)),
    ...wanted.filter((row) => !there.includes(row)).map((row) => `gone: ${row}`),
    ...(there.length === wanted.length ? [] : [`${there.length} rows for ${wanted.length}`]),
  ];
}
