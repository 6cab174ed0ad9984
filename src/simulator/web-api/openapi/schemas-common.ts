import { openWord, orNull, type Part } from './schema-parts.ts';

/** What several kinds of record share. */
export const commonSchemas = {
  SystemTime: {
    type: 'string',
    description:
      'UTC by the clock of the device, which drifts and may have been set wrong. A zone may be missing and is then UTC; seconds may be missing. Windows and order hang on this time.',
    pattern:
      '^\\d{4}-(0?[1-9]|1[0-2])-(0?[1-9]|[12]\\d|3[01])[T ]([01]?\\d|2[0-3]):[0-5]?\\d(:[0-5]?\\d(\\.\\d{1,9})?)?(Z|[+-]00:?00)?$',
    examples: ['2024-11-15T04:46:40Z', '2024-11-15T04:46:40'],
  },
  DisplayTime: {
    type: 'string',
    description:
      'What the display showed. Phones usually add the offset from UTC (it was seen with seconds), receivers do not. Travel, daylight saving and the wearer change it at any time; never to be sorted by.',
    pattern:
      '^\\d{4}-(0?[1-9]|1[0-2])-(0?[1-9]|[12]\\d|3[01])[T ]([01]?\\d|2[0-3]):[0-5]?\\d(:[0-5]?\\d(\\.\\d{1,9})?)?(Z|[+-]\\d{2}(:?\\d{2}(:?\\d{2})?)?)?$',
    examples: ['2024-11-14T23:46:40-05:00', '2024-11-14T23:46:40'],
  },
  RecordId: {
    type: 'string',
    format: 'uuid',
    description:
      'Names the record for this client application: another application sees another id of the same record.',
  },
  UserId: {
    type: 'string',
    description: 'Names the person for this client application; another one sees another id.',
  },
  TransmitterId: {
    type: ['string', 'null'],
    description:
      'Hash of the transmitter or sensor: 64 hexadecimal digits. Empty, null or missing in some data; equal over all of one session.',
    pattern: '^([0-9a-z]{64})?$',
  },
  TransmitterTicks: {
    type: 'integer',
    format: 'int64',
    minimum: 0,
    description:
      'Seconds on the transmitter’s own clock, whatever the display’s clock does; starts anew with each transmitter. May lie beyond 32 bits; 0 says nothing.',
  },
  TransmitterGeneration: openWord('Family of the sensor system.', [
    'unknown',
    'g4',
    'g5',
    'g6',
    'g6+',
    'g6Pro',
    'g7',
  ]),
  TransmitterGenerationVariant: openWord('Product within the family.', [
    'd1+',
    'g6',
    'g7',
    'g715day',
  ]),
  DisplayDevice: openWord('Kind of device that uploaded the record.', [
    'unknown',
    'receiver',
    'iOS',
    'android',
  ]),
  DisplayApp: orNull(
    openWord('App that showed the glucose; null for a receiver.', [
      'G6',
      'G7',
      'G7Android',
      'DexcomOne',
      'D1G7',
    ]),
  ),
} satisfies Readonly<Record<string, Part>>;
