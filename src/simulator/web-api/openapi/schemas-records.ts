import { objectOf, openWord, orNull, ref, type Part } from './schema-parts.ts';

const TIMES = { systemTime: ref('SystemTime'), displayTime: ref('DisplayTime') };
const TRANSMITTER = {
  transmitterId: ref('TransmitterId'),
  transmitterGeneration: ref('TransmitterGeneration'),
  transmitterGenerationVariant: ref('TransmitterGenerationVariant'),
};
const NAMED = ['recordId', 'systemTime', 'displayTime'];
const WORN = ['transmitterGeneration', 'displayDevice'];
const glucoseUnit = openWord('Unit of the value; mg/dL in practice, also where it is missing.', [
  'mg/dL',
  'mmol/L',
  'unknown',
]);

/** The records of the lists that are asked by window. */
export const recordSchemas = {
  Egv: objectOf(
    'One estimated glucose value.',
    {
      recordId: ref('RecordId'),
      ...TIMES,
      ...TRANSMITTER,
      transmitterTicks: ref('TransmitterTicks'),
      value: {
        type: ['integer', 'null'],
        format: 'int32',
        minimum: 39,
        maximum: 401,
        description:
          'mg/dL. 39 stands for below 40, 401 for above 400. With null the status alone says LOW or HIGH; null in both is no reading.',
      },
      status: orNull(
        openWord('low below 40, high above 400, else null or ok.', [
          'low',
          'high',
          'ok',
          'unknown',
        ]),
      ),
      trend: orNull(
        openWord('Direction and steepness, as the sensor’s algorithm has it.', [
          'doubleUp',
          'singleUp',
          'fortyFiveUp',
          'flat',
          'fortyFiveDown',
          'singleDown',
          'doubleDown',
          'none',
          'notComputable',
          'rateOutOfRange',
          'unknown',
        ]),
      ),
      trendRate: {
        type: ['number', 'null'],
        format: 'double',
        description: 'Rate of change in rateUnit; about -8 to 8 mg/dL/min while an arrow is shown.',
      },
      unit: glucoseUnit,
      rateUnit: openWord('Unit of trendRate.', ['mg/dL/min', 'mmol/L/min', 'unknown']),
      displayDevice: ref('DisplayDevice'),
      displayApp: ref('DisplayApp'),
    },
    [...NAMED, ...WORN, 'value', 'transmitterTicks'],
  ),
  Calibration: objectOf(
    'A fingerstick that the wearer gave to the sensor.',
    {
      recordId: ref('RecordId'),
      ...TIMES,
      unit: orNull(glucoseUnit),
      value: {
        type: 'integer',
        format: 'int32',
        minimum: 0,
        maximum: 1_000,
        description: 'What the meter showed, in unit.',
      },
      displayDevice: ref('DisplayDevice'),
      ...TRANSMITTER,
      transmitterTicks: ref('TransmitterTicks'),
    },
    [...NAMED, ...WORN, 'value', 'transmitterTicks'],
  ),
  Event: objectOf(
    'Something the wearer entered. It may be edited or deleted later, and may move in time then.',
    {
      recordId: ref('RecordId'),
      ...TIMES,
      recordedSystemTime: {
        ...orNull({ type: 'string' }),
        description: 'When it was entered, UTC, as against when it happened.',
      },
      recordedDisplayTime: {
        ...orNull({ type: 'string' }),
        description: 'The same on the display’s clock.',
      },
      eventStatus: openWord('created as entered, updated after an edit, deleted by the wearer.', [
        'created',
        'updated',
        'deleted',
      ]),
      eventType: openWord('What kind of thing.', [
        'carbs',
        'insulin',
        'exercise',
        'health',
        'bloodGlucose',
        'notes',
        'unknown',
      ]),
      eventSubType: orNull(
        openWord('Of insulin, exercise and health.', [
          'fastActing',
          'longActing',
          'light',
          'medium',
          'heavy',
          'illness',
          'stress',
          'highSymptoms',
          'lowSymptoms',
          'cycle',
          'alcohol',
          'unknown',
        ]),
      ),
      value: {
        type: ['string', 'null'],
        description:
          'A number as text (grams 0 to 1000, units 0 to 250, minutes 0 to 10080, glucose), free text of notes, null for health.',
        examples: ['45', '4.5', 'Pizza'],
      },
      unit: orNull(
        openWord('Unit of the value.', ['grams', 'units', 'minutes', 'mg/dL', 'mmol/L', 'unknown']),
      ),
      ...TRANSMITTER,
      displayDevice: ref('DisplayDevice'),
      displayApp: ref('DisplayApp'),
    },
    [...NAMED, ...WORN, 'eventStatus', 'eventType'],
  ),
  Alert: objectOf(
    'One change of state of one alert. The changes of one alarm share no id.',
    {
      recordId: ref('RecordId'),
      ...TIMES,
      alertName: ref('AlertName'),
      alertState: openWord('The state it changed to.', [
        'activeAlarming',
        'activeSnoozed',
        'inactive',
        'unknown',
      ]),
      displayDevice: ref('DisplayDevice'),
      ...TRANSMITTER,
      displayApp: { ...openWord('App that alarmed; not null here.', ['G6', 'G7', 'G7Android']) },
    },
    [...NAMED, ...WORN, 'alertName', 'alertState', 'displayApp'],
  ),
} satisfies Readonly<Record<string, Part>>;
