import { textSchema, Unreadable } from '../platform/text-schema.ts';
import { type Setting, type SettingGroups, setting } from '../platform/setting.ts';
import { accountSettings } from './account-settings.ts';
import { bridgeSettings } from './bridge-settings.ts';

/** A setting with its place in the file, from the root or from its account. */
export interface PlacedSetting {
  readonly setting: Setting;
  readonly path: readonly string[];
}

/** What an account is called; it can be said in the file only. */
export const accountName = setting({
  name: 'accounts[].name',
  key: 'name',
  fallback: 'default',
  schema: textSchema((text) =>
    /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/.test(text)
      ? text
      : new Unreadable(
          'up to 32 of a-z, 0-9 and -, beginning and ending with a letter or digit, such as anna',
        ),
  ),
  about:
    'Name of the account in commands, logs and metrics. The environment and the flags describe the account called default.',
  example: 'anna',
});

const place = (definition: Setting, section?: string): PlacedSetting => ({
  setting: definition,
  path: [...(section === undefined ? [] : [section]), ...definition.key.split('.')],
});

/** Settings of the whole bridge. */
export function bridgePlaces(): readonly PlacedSetting[] {
  return Object.values<Setting>(bridgeSettings).map((definition) => place(definition));
}

/**
 * Settings of one account: its own and those of its adapters.
 * A setting that two adapters read is one setting.
 */
export function accountPlaces(groups: SettingGroups): readonly PlacedSetting[] {
  const places = [
    ...Object.values<Setting>(accountSettings).map((definition) => place(definition)),
    ...Object.values(groups).flatMap((group) =>
      Object.values(group.settings).map((own) => place(own, group.section)),
    ),
  ];
  return [...new Map(places.map((one) => [one.setting, one])).values()];
}

/** Every setting that a flag or the environment can set. */
export function allSettings(groups: SettingGroups): readonly Setting[] {
  return [...bridgePlaces(), ...accountPlaces(groups)].map(({ setting: definition }) => definition);
}
