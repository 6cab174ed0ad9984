import { z } from 'zod';
import type { Setting, SettingGroups } from '../platform/setting.ts';
import { accountName, accountPlaces, bridgePlaces, type PlacedSetting } from './catalogue.ts';

/** JSON Schema of the configuration file, for editors. Every value may be text, as it is read as text. */
export function configJsonSchema(groups: SettingGroups): Record<string, unknown> {
  const account = shapeOf([{ setting: accountName, path: ['name'] }, ...accountPlaces(groups)]);
  const root = z
    .strictObject({
      $schema: z.string().optional(),
      ...shapeOf(bridgePlaces()),
      accounts: z
        .array(z.strictObject(account))
        .optional()
        .describe('The people whose data is bridged, each with sources and destinations.'),
    })
    .describe('Configuration of nightscout-dexcom-bridge');
  return z.toJSONSchema(root, { io: 'input', target: 'draft-7' });
}

/** Objects as the paths nest them. */
function shapeOf(places: readonly PlacedSetting[]): Record<string, z.ZodType> {
  const shape: Record<string, z.ZodType> = {};
  const sections = new Map<string, PlacedSetting[]>();
  for (const { setting, path } of places) {
    const [first = '', ...rest] = path;
    if (rest.length > 0) {
      sections.set(first, [...(sections.get(first) ?? []), { setting, path: rest }]);
      continue;
    }
    shape[first] = valueOf(setting);
    if (setting.secret === true) {
      shape[`${first}File`] = z
        .string()
        .optional()
        .describe(`File that holds ${first}, relative to the folder of this file.`);
    }
  }
  for (const [section, inner] of sections) {
    shape[section] = z.strictObject(shapeOf(inner)).optional();
  }
  return shape;
}

function valueOf(setting: Setting): z.ZodType {
  return z
    .union([z.string(), z.number(), z.boolean(), z.null()])
    .optional()
    .describe(setting.about)
    .meta({
      ...(setting.fallback === undefined ? {} : { default: setting.fallback }),
      ...(setting.example === undefined ? {} : { examples: [setting.example] }),
    });
}
