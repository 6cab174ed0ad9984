import type { SettingGroups } from '../platform/setting.ts';
import { accountPlaces, bridgePlaces, type PlacedSetting } from './catalogue.ts';

/** What a file is to say: text as typed, by canonical name of the setting; of a secret also `NAME_FILE`, the path of its file. */
export type Answers = ReadonlyMap<string, string>;

/** Stands at the head of a file that was written here. */
const HEAD = [
  ' yaml-language-server: $schema=./bridge.schema.json',
  '',
  ' Written by nightscout-dexcom-bridge init. It holds secrets: keep it readable by its owner only.',
  ' Every option, with default, unit and reason: config/bridge.example.yaml and docs/CONFIGURATION.md.',
  ' Flags and the environment win over this file.',
].join('\n');

/** A section as it is written: sections in sections, texts at their ends. */
type Section = Map<string, Section | string>;

/**
 * The configuration file with one account, `default`, that says this and no more. Every text is in double quotes, so that what
 * was typed is what is read, whatever signs are in it.
 * @throws RangeError for a name that is no setting
 */
export async function configText(answers: Answers, groups: SettingGroups): Promise<string> {
  const root: Section = new Map();
  const account: Section = new Map([['name', 'default']]);
  const left = new Set(answers.keys());
  const placeAll = (places: readonly PlacedSetting[], section: Section): void => {
    for (const { setting, path } of places) {
      const suffixes = setting.secret === true ? ['', 'File'] : [''];
      for (const suffix of suffixes) {
        const name = suffix === '' ? setting.name : `${setting.name}_FILE`;
        const text = answers.get(name);
        if (text === undefined) continue;
        left.delete(name);
        put(section, [...path.slice(0, -1), `${path.at(-1) ?? ''}${suffix}`], text);
      }
    }
  };
  placeAll(bridgePlaces(), root);
  placeAll(accountPlaces(groups), account);
  const [unknown] = left;
  if (unknown !== undefined) throw new RangeError(`${unknown} is no setting`);

  const { Document } = await import('yaml');
  const document = new Document(new Map<string, unknown>([...root, ['accounts', [account]]]));
  document.commentBefore = HEAD;
  return document.toString({
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'PLAIN',
    lineWidth: 0,
  });
}

function put(section: Section, path: readonly string[], text: string): void {
  const [first = '', ...rest] = path;
  if (rest.length === 0) {
    section.set(first, text);
    return;
  }
  const known = section.get(first);
  const inner: Section = typeof known === 'object' ? known : new Map<string, Section | string>();
  section.set(first, inner);
  put(inner, rest, text);
}
