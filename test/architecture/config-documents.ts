import {
  accountName,
  accountPlaces,
  bridgePlaces,
  type PlacedSetting,
} from '../../src/config/catalogue.ts';
import type { SettingGroups } from '../../src/platform/setting.ts';

const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;

function row({ setting, path }: PlacedSetting, prefix: string): string {
  const aliases = (setting.aliases ?? []).map(({ name }) => code(name));
  const order = setting.aliasesFirst === true ? ' (before it, in this order)' : '';
  const key = code(prefix + path.join('.'));
  return [
    '',
    code(setting.name) + (setting.secret === true ? ' (secret)' : ''),
    aliases.length === 0 ? '' : aliases.join(', ') + order,
    key,
    setting.fallback === undefined ? '' : code(setting.fallback),
    setting.about.replaceAll('|', '\\|').replaceAll('*', '\\*').replaceAll('_', '\\_'),
    '',
  ]
    .join(' | ')
    .trim();
}

/** The table of every setting for docs/CONFIGURATION.md. */
export function settingsTable(groups: SettingGroups): string {
  return [
    '| name | aliases | key in the file | default | meaning |',
    '| --- | --- | --- | --- | --- |',
    ...bridgePlaces().map((place) => row(place, '')),
    row({ setting: accountName, path: ['name'] }, 'accounts[].').replace(
      code(accountName.name),
      '',
    ),
    ...accountPlaces(groups).map((place) => row(place, 'accounts[].')),
  ].join('\n');
}

/** Every key that the file may have, in the notation of the table, files of secrets left out. */
export function everyKey(groups: SettingGroups): readonly string[] {
  return [
    ...bridgePlaces().map(({ path }) => path.join('.')),
    'accounts[].name',
    ...accountPlaces(groups).map(({ path }) => `accounts[].${path.join('.')}`),
  ];
}
