import { objectOf, openWord, orNull, ref, type Part } from './schema-parts.ts';

const minutes = (description: string, maximum: number): Part => ({
  type: ['number', 'null'],
  minimum: 0,
  maximum,
  description: `${description}, in minutes.`,
});

/** The records of the devices. */
export const deviceSchemas = {
  AlertName: openWord('Which alert; outOfRange is signal loss.', [
    'high',
    'low',
    'urgentLow',
    'urgentLowSoon',
    'rise',
    'fall',
    'outOfRange',
    'noReadings',
    'fixedLow',
    'unknown',
  ]),
  Device: objectOf(
    'A phone or receiver with its alert settings as of its last upload. It has no record id.',
    {
      lastUploadDate: {
        type: 'string',
        description: 'When it last uploaded, UTC by the server’s clock. May be missing.',
        examples: ['2024-11-15T04:46:40Z'],
      },
      transmitterId: ref('TransmitterId'),
      transmitterGeneration: ref('TransmitterGeneration'),
      transmitterGenerationVariant: ref('TransmitterGenerationVariant'),
      displayDevice: ref('DisplayDevice'),
      displayApp: ref('DisplayApp'),
      alertSchedules: {
        type: 'array',
        description: 'May be empty for a receiver.',
        items: ref('AlertSchedule'),
      },
    },
    ['transmitterGeneration', 'displayDevice', 'alertSchedules'],
  ),
  AlertSchedule: objectOf(
    'When which alerts are on.',
    {
      alertScheduleSettings: ref('AlertScheduleSettings'),
      alertSettings: { type: 'array', items: ref('AlertSetting') },
    },
    ['alertScheduleSettings', 'alertSettings'],
  ),
  AlertScheduleSettings: objectOf(
    'When a schedule holds. The default one holds whenever no other does.',
    {
      alertScheduleName: { type: 'string', description: 'Empty for the default schedule.' },
      isEnabled: { type: 'boolean' },
      isDefaultSchedule: { type: 'boolean', description: 'True for one at most.' },
      startTime: ref('TimeOfDay'),
      endTime: ref('TimeOfDay'),
      daysOfWeek: {
        type: 'array',
        description: 'Days on which it begins, sunday to saturday.',
        items: openWord('A day.', [
          'sunday',
          'monday',
          'tuesday',
          'wednesday',
          'thursday',
          'friday',
          'saturday',
        ]),
      },
      isActive: { type: ['boolean', 'null'], description: 'Whether it holds right now.' },
      override: {
        ...orNull(
          objectOf(
            'A passing change of how alerts sound.',
            {
              isOverrideEnabled: { type: ['boolean', 'null'] },
              mode: orNull(openWord('How.', ['quiet', 'vibrate', 'unknown'])),
              endTime: { type: ['string', 'null'], description: 'Until when.' },
            },
            [],
          ),
        ),
      },
    },
    ['alertScheduleName', 'isEnabled', 'isDefaultSchedule', 'daysOfWeek'],
  ),
  TimeOfDay: {
    type: 'string',
    description:
      'On the wearer’s clock. An end before the start, or from 24:00 to 47:59, lies on the next day.',
    pattern: '^\\d{1,2}:\\d{2}(:\\d{2})?( ?[AaPp][Mm])?$',
    examples: ['00:00', '22:00'],
  },
  AlertSetting: objectOf(
    'One alert of a schedule. Of two of one name the one with the newer systemTime holds.',
    {
      alertName: ref('AlertName'),
      value: {
        type: ['number', 'null'],
        description:
          'Limit in unit: high 100 to 400, low 50 to 150, urgentLow and urgentLowSoon 40 to 80 mg/dL; rise and fall up to 10 mg/dL/min (fall was seen negative); outOfRange and noReadings up to 360 minutes.',
        minimum: -10,
        maximum: 400,
      },
      unit: orNull(
        openWord('Unit of the value.', [
          'mg/dL',
          'mmol/L',
          'mg/dL/min',
          'mmol/L/min',
          'minutes',
          'unknown',
        ]),
      ),
      snooze: minutes('How long it keeps still once answered', 600),
      enabled: { type: 'boolean' },
      delay: minutes('How long the condition must hold first', 600),
      secondaryTriggerCondition: {
        type: ['number', 'null'],
        description: 'mg/dL that a rate alert must also cross.',
      },
      systemTime: orNull({ type: 'string', description: 'When it was set, UTC.' }),
      displayTime: orNull({ type: 'string', description: 'The same on the display’s clock.' }),
      soundTheme: orNull(openWord('Set of sounds.', ['modern', 'classic', 'unknown'])),
      soundOutputMode: orNull(
        openWord('How it is heard.', ['sound', 'vibrate', 'match', 'unknown']),
      ),
    },
    ['alertName', 'enabled'],
  ),
} satisfies Readonly<Record<string, Part>>;
