import { without, type RecordQuirk } from './record-quirk.ts';
import { listNames, type ListName, type WireRecord } from './wire-record.ts';

const quirk = (
  about: string,
  apply: (record: WireRecord) => WireRecord,
  lists: readonly ListName[] = listNames,
): RecordQuirk => ({ about, lists, apply });

const WITH_TICKS = ['egvs', 'calibrations'] as const;
/** Brings the ticks to where the documents' own example has them. */
const HUGE_TICKS = 72_364_000_000;

/** Odd ways of naming a record and what it came through. */
export const transmitterQuirks = {
  missingRecordId: quirk('records have no id', (record) => without(record, 'recordId')),
  emptyTransmitterId: quirk('the transmitter id is empty', (record) => ({
    ...record,
    transmitterId: '',
  })),
  nullTransmitterId: quirk('the transmitter id is null', (record) => ({
    ...record,
    transmitterId: null,
  })),
  missingTransmitterId: quirk('there is no transmitter id', (record) =>
    without(record, 'transmitterId'),
  ),
  shortTransmitterId: quirk('the transmitter id has six characters', (record) => ({
    ...record,
    transmitterId: String(record['transmitterId']).slice(0, 6).toUpperCase(),
  })),
  spacedGeneration: quirk('the generation is spelled g6 pro', (record) => ({
    ...record,
    transmitterGeneration: 'g6 pro',
  })),
  variantAsGeneration: quirk('the generation says what the variant should', (record) => ({
    ...record,
    transmitterGeneration: record['transmitterGenerationVariant'],
  })),
  unknownProduct: quirk('generation, variant and app are of a product to come', (record) => ({
    ...record,
    transmitterGeneration: 'g9',
    transmitterGenerationVariant: 'g9ultra',
    ...('displayApp' in record ? { displayApp: 'G9' } : {}),
  })),
  unknownDevice: quirk('the display device is one to come', (record) => ({
    ...record,
    displayDevice: 'smartGlasses',
  })),
  nullApp: quirk('the display app is null', (record) => ({ ...record, displayApp: null }), [
    'egvs',
    'events',
  ]),
  ticksZero: quirk('ticks are 0', (record) => ({ ...record, transmitterTicks: 0 }), WITH_TICKS),
  ticksMissing: quirk(
    'there are no ticks',
    (record) => without(record, 'transmitterTicks'),
    WITH_TICKS,
  ),
  ticksBeyondInt32: quirk(
    'ticks lie beyond 32 bits',
    (record) => ({ ...record, transmitterTicks: Number(record['transmitterTicks']) + HUGE_TICKS }),
    WITH_TICKS,
  ),
} satisfies Readonly<Record<string, RecordQuirk>>;
