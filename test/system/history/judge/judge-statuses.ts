import type { WebApiTruth } from '../../../../src/simulator/web-api/records/index.ts';
import { differences, emptyFinding, OURS, type Finding, type StoredDocument } from './finding.ts';

/** What device states are judged by. */
export interface StatusesCase {
  readonly truth: WebApiTruth;
  /** Instants at which the bridge asked for the devices. */
  readonly askedAt: readonly number[];
  /** It was killed: what one answer told, it may have kept from a later one that told the same. */
  readonly mayLoseAnswers: boolean;
  /** From a phone's upload to its appearance, in ms. */
  readonly delayMs: number;
  readonly displayDevice: string;
  readonly words: { readonly generation: string; readonly variant: string; readonly app: string };
  readonly utcOffset: number | undefined;
}

const UNJUDGED = [
  '_id',
  'srvCreated',
  'srvModified',
  'identifier',
  'utcOffset',
  'created_at',
  'date',
];
/** The last upload is a reading old, and a reading takes a while to be uploaded. */
const UPLOAD_MS = 20 * 60_000;
/** In the order in which the documents of Dexcom name them. */
const ALERTS = [
  ...['high', 'low', 'rise', 'fall', 'outOfRange', 'urgentLow', 'urgentLowSoon', 'noReadings'],
];

/**
 * Judges the states of the phone: one for each change of its settings or transmitter that the bridge could see, in their
 * order, each as Dexcom had it.
 */
export function judgeStatuses(rows: readonly StoredDocument[], its: StatusesCase): Finding {
  const found = emptyFinding();
  const wanted: { readonly told: StoredDocument; readonly seenAt: number; keptAt: number }[] = [];
  const lastOf = new Map<string, { text: string; state: (typeof wanted)[number] }>();
  for (const asked of [...its.askedAt].sort((a, b) => a - b)) {
    const seenAt = asked - its.delayMs;
    const told = stateAt(seenAt, its);
    if (!told) continue;
    const id = String(told['id']);
    const text = JSON.stringify(told);
    const last = lastOf.get(id);
    if (last?.text === text) {
      if (its.mayLoseAnswers) last.state.keptAt = seenAt;
      continue;
    }
    const state = { told, seenAt, keptAt: seenAt };
    lastOf.set(id, { text, state });
    wanted.push(state);
  }
  const ofPhone = rows
    .filter(({ dexcom }) => (dexcom as StoredDocument)['displayDevice'] === its.displayDevice)
    .sort((a, b) => Number(a['date']) - Number(b['date']));
  for (const [index, state] of wanted.entries()) {
    const row = ofPhone[index];
    if (!row) {
      found.lost.push(JSON.stringify(state));
      continue;
    }
    const { told, seenAt, keptAt } = state;
    const date = Number(row['date']);
    const { settings, lastUploadDate, ...dexcom } = row['dexcom'] as StoredDocument;
    const wrong = [
      ...differences(
        { ...row, dexcom: undefined },
        { app: OURS, device: `dexcom://${its.words.generation}` },
        UNJUDGED,
      ),
      ...differences(dexcom, told, []),
      ...(date > keptAt ? [`dated ${date - keptAt} ms after it was seen`] : []),
      ...(date < seenAt - UPLOAD_MS ? [`dated ${seenAt - date} ms before it was seen`] : []),
      ...(lastUploadDate === new Date(date).toISOString() ? [] : ['lastUploadDate']),
      ...(row['created_at'] === lastUploadDate ? [] : ['created_at']),
      ...(typeof settings === 'string' ? [] : ['settings']),
      ...(typeof row['identifier'] === 'string' ? [] : ['identifier']),
      ...('uploader' in row ? ['uploader'] : []),
    ];
    if (wrong.length > 0) found.altered.push(`${String(row['date'])} ${wrong.join(', ')}`);
  }
  for (const row of ofPhone.slice(wanted.length)) found.unfounded.push(JSON.stringify(row));
  const identifiers = rows.map(({ identifier }) => String(identifier));
  found.doubled.push(...identifiers.filter((one, index) => identifiers.indexOf(one) !== index));
  return found;
}

function stateAt(instant: number, its: StatusesCase): StoredDocument | undefined {
  const { truth, displayDevice, words } = its;
  const setting = truth.settings.findLast(({ from }) => from <= instant);
  const worn = truth.readings.findLast(({ systemTime }) => systemTime <= instant);
  const transmitterId = worn?.observations[0]?.transmitterId;
  if (!setting || transmitterId === undefined) return undefined;
  return {
    id: `${transmitterId}|${displayDevice}`,
    generation: words.generation,
    variant: words.variant,
    displayDevice,
    app: words.app,
    alertSchedules: setting.schedules.map(scheduleOf),
  };
}

function scheduleOf(schedule: StoredDocument): StoredDocument {
  const about = schedule['alertScheduleSettings'] as StoredDocument;
  const alerts = schedule['alertSettings'] as readonly StoredDocument[];
  const override = about['override'] as StoredDocument;
  const place = ({ alertName }: StoredDocument): number => ALERTS.indexOf(String(alertName));
  return said({
    name: about['alertScheduleName'] || null,
    isDefault: about['isDefaultSchedule'],
    isEnabled: about['isEnabled'],
    start: about['startTime'],
    end: about['endTime'],
    days: about['daysOfWeek'],
    override: said({ isEnabled: override['isOverrideEnabled'], mode: override['mode'] }),
    alerts: [...alerts]
      .sort((a, b) => place(a) - place(b))
      .map((alert) =>
        said({
          name: alert['alertName'],
          isEnabled: alert['enabled'],
          value: alert['value'],
          unit: alert['unit'],
          snoozeMinutes: alert['snooze'],
          delayMinutes: alert['delay'],
          secondaryTriggerMgdl: alert['secondaryTriggerCondition'],
          soundTheme: alert['soundTheme'],
          soundOutputMode: alert['soundOutputMode'],
        }),
      ),
  });
}

/** Null says nothing. */
function said(fields: StoredDocument): StoredDocument {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
