/** What a treatment says, apart from when and who. */
export interface TreatmentContent {
  /** One of Nightscout's care portal names, exact to the letter. */
  readonly eventType: 'BG Check' | 'Carb Correction' | 'Correction Bolus' | 'Exercise' | 'Note';
  /** In `units`, as the meter showed it. */
  readonly glucose?: number;
  readonly glucoseType?: 'Finger';
  readonly units?: 'mg/dl' | 'mmol';
  /** Grams, above 0. */
  readonly carbs?: number;
  /** Units of fast-acting insulin, above 0: Nightscout counts them as active, whatever the type. */
  readonly insulin?: number;
  /** Minutes, above 0. */
  readonly duration?: number;
  /** Never empty: Nightscout drops an empty one. */
  readonly notes?: string;
}

/** Every type the bridge writes. */
export const TREATMENT_TYPES: readonly TreatmentContent['eventType'][] = [
  'BG Check',
  'Carb Correction',
  'Correction Bolus',
  'Exercise',
  'Note',
];
