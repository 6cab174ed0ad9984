import { epochMs, type EpochMs } from '../../../../src/domain/instant.ts';
import type { Clock } from '../../../../src/platform/clock.ts';
import {
  createDiary,
  type Diary,
  type DiaryOptions,
} from '../../../../src/simulator/patient/diary.ts';
import {
  createPatient,
  type PatientOptions,
  type SimulatedPatient,
} from '../../../../src/simulator/patient/patient.ts';
import {
  createWebApiRecords,
  type Product,
  type Quirks,
  type Region,
  type WebApiRecords,
} from '../../../../src/simulator/web-api/records/index.ts';

export const NOW = epochMs(1_731_646_000_000);
export const at = (offsetMs: number): EpochMs => epochMs(NOW + offsetMs);

/** A clock that stands still. */
export const standing: Clock = { now: () => NOW, sleep: () => Promise.resolve() };

export interface RecordsStage {
  readonly patient: SimulatedPatient;
  readonly diary: Diary;
  readonly quirks: Quirks;
  readonly records: WebApiRecords;
}

/** A person of whom the Web API tells, at an hour that stands still. */
export function recordsStage({
  product = 'g7',
  region = 'us',
  userId = 'someone',
  patient: person = {},
  diary: writing = {},
}: {
  readonly product?: Product;
  readonly region?: Region;
  readonly userId?: string;
  readonly patient?: Partial<PatientOptions>;
  readonly diary?: Partial<DiaryOptions>;
}): RecordsStage {
  const patient = createPatient({
    seed: 3,
    clock: standing,
    utcOffsetMinutes: -300,
    appearanceDelay: 20_000,
    ...person,
  });
  const diary = createDiary({ patient, clock: standing, ...writing });
  const quirks: Quirks = {};
  const records = createWebApiRecords({
    patient,
    diary,
    product: () => product,
    region: () => region,
    userId,
    quirks,
  });
  return { patient, diary, quirks, records };
}
