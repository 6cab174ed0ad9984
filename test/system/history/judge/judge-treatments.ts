import type { WebApiTruth } from '../../../../src/simulator/web-api/records/index.ts';
import { differences, emptyFinding, OURS, type Finding, type StoredDocument } from './finding.ts';
import { BRIDGE_SPACE, version5 } from './version-5.ts';

type TrueEvent = WebApiTruth['events'][number];

/** What treatments and meter entries are judged by. */
export interface TreatmentsCase {
  readonly truth: WebApiTruth;
  /** What is younger may be there or not, and may not have Dexcom's last word yet. */
  readonly settledTo: number;
  /** Other uploaders' treatments: one of ours that says the same within a minute is theirs to tell. */
  readonly foreign: readonly StoredDocument[];
  readonly utcOffset: number;
  /** Events that vanished from Dexcom without a word, by diary id, with what of them stays: what was told before. */
  readonly kept: ReadonlyMap<string, TrueEvent>;
}

interface Wanted {
  /** Undefined: none may lie there. */
  readonly document: StoredDocument | undefined;
  readonly isSettled: boolean;
}

const UNJUDGED = ['_id', 'srvCreated', 'srvModified'];
const HEALTH: Readonly<Record<string, string>> = {
  illness: 'Illness',
  stress: 'Stress',
  highSymptoms: 'High symptoms',
  lowSymptoms: 'Low symptoms',
  cycle: 'Cycle',
  alcohol: 'Alcohol',
};
const EFFORTS: Readonly<Record<string, string>> = {
  light: 'Light',
  medium: 'Medium',
  heavy: 'Heavy',
};
const ALERTS: Readonly<Record<string, string>> = {
  high: 'High',
  low: 'Low',
  rise: 'Rise',
  fall: 'Fall',
  outOfRange: 'Signal Loss',
  urgentLow: 'Urgent Low',
  urgentLowSoon: 'Urgent Low Soon',
  noReadings: 'No Readings',
  fixedLow: 'Fixed Low',
};

/** Judges our treatments: one for each calibration, event and alarm, by its last state, and nothing of a deleted one. */
export function judgeTreatments(rows: readonly StoredDocument[], its: TreatmentsCase): Finding {
  const wanted = new Map<string, Wanted>();
  const want = (
    kind: string,
    recordId: string,
    at: number,
    content: StoredDocument | undefined,
  ): void => {
    const identifier = version5(BRIDGE_SPACE, `${kind} ${recordId}`);
    const instant = new Date(at).toISOString();
    const document = content && {
      ...content,
      created_at: instant,
      date: at,
      utcOffset: its.utcOffset,
      enteredBy: OURS,
      device: OURS,
      app: OURS,
      identifier,
    };
    const isTold = document && its.foreign.some((row) => saysTheSame(row, document));
    wanted.set(identifier, {
      document: isTold ? undefined : document,
      isSettled: at < its.settledTo,
    });
  };
  const { truth } = its;
  for (const { recordId, systemTime, valueMgdl } of truth.calibrations) {
    want('calibration', recordId, systemTime, fingerstick(valueMgdl, 'mg/dl'));
  }
  for (const last of truth.events) {
    const event = last.isVanished ? its.kept.get(last.id) : last;
    if (event) want('event', event.recordId, event.systemTime, contentOf(event));
  }
  for (const { recordId, systemTime, alertName, alertState } of truth.alerts) {
    const notes = `Dexcom alert: ${ALERTS[alertName] ?? alertName}`;
    const isAlarm = alertState === 'activeAlarming';
    want('alert', recordId, systemTime, isAlarm ? { eventType: 'Note', notes } : undefined);
  }
  return compare(rows, wanted);
}

/** Judges our meter entries: one for each calibration. */
export function judgeMeterEntries(rows: readonly StoredDocument[], its: TreatmentsCase): Finding {
  const wanted = new Map<string, Wanted>();
  for (const { recordId, systemTime: date, valueMgdl: mbg } of its.truth.calibrations) {
    const identifier = version5(BRIDGE_SPACE, `calibration ${recordId} mbg`);
    const instant = new Date(date).toISOString();
    const document = {
      ...{ type: 'mbg', mbg, date, dateString: instant, sysTime: instant, created_at: instant },
      utcOffset: its.utcOffset,
      device: `${OURS}-mbg`,
      app: OURS,
      identifier,
    };
    wanted.set(identifier, { document, isSettled: date < its.settledTo });
  }
  return compare(rows, wanted);
}

function compare(rows: readonly StoredDocument[], wanted: ReadonlyMap<string, Wanted>): Finding {
  const found = emptyFinding();
  const met = new Set<string>();
  for (const row of rows) {
    const identifier = String(row['identifier']);
    const its = wanted.get(identifier);
    if (met.has(identifier)) found.doubled.push(JSON.stringify(row));
    met.add(identifier);
    if (its && !its.isSettled) continue;
    if (!its?.document) found.unfounded.push(JSON.stringify(row));
    else {
      const wrong = differences(row, its.document, UNJUDGED);
      if (wrong.length > 0) found.altered.push(`${identifier} ${wrong.join(', ')}`);
    }
    if (row['eventType'] === 'Announcement') found.altered.push(`${identifier} is an alarm`);
  }
  for (const [identifier, { document, isSettled }] of wanted) {
    if (document && isSettled && !met.has(identifier)) found.lost.push(JSON.stringify(document));
  }
  return found;
}

function fingerstick(glucose: number, units: 'mg/dl' | 'mmol'): StoredDocument {
  return { eventType: 'BG Check', glucose, glucoseType: 'Finger', units };
}

/** By the table of the documentation. */
function contentOf(event: TrueEvent): StoredDocument | undefined {
  const { type, subtype = '', amount, text = '' } = event;
  if (event.isDeleted || event.sameAsCalibration !== undefined) return undefined;
  switch (type) {
    case 'carbs':
      return { eventType: 'Carb Correction', carbs: amount };
    case 'insulin':
      return subtype === 'fastActing'
        ? { eventType: 'Correction Bolus', insulin: amount, notes: 'Fast-acting insulin' }
        : { eventType: 'Note', notes: `Long-acting insulin ${String(amount)} U` };
    case 'exercise':
      return { eventType: 'Exercise', duration: amount, notes: EFFORTS[subtype] };
    case 'health':
      return { eventType: 'Note', notes: HEALTH[subtype] };
    case 'notes':
      return { eventType: 'Note', notes: text.replaceAll('<', '&lt;') };
    case 'bloodGlucose':
      return fingerstick(Number(amount), event.meterUnit === 'mmol/L' ? 'mmol' : 'mg/dl');
    default:
      throw new RangeError(`the judge does not know what becomes of ${type}`);
  }
}

const AMOUNTS = ['carbs', 'insulin', 'glucose', 'duration', 'notes'];

/** Another uploader's treatment of the same type and amount within a minute. */
function saysTheSame(row: StoredDocument, document: StoredDocument): boolean {
  const at = new Date(String(row['created_at'])).getTime();
  if (row['eventType'] !== document['eventType']) return false;
  if (Math.abs(at - Number(document['date'])) > 60_000) return false;
  const amount = AMOUNTS.find((name) => document[name] !== undefined) ?? '';
  return row[amount] === document[amount];
}
