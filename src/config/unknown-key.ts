import type { PlacedSetting } from './catalogue.ts';
import { didYouMean, nearestPlace } from './nearest-name.ts';

/**
 * What to say of a key that the file may not have: always with the nearest name or path.
 * @param section path of the section it stands in, ending in a dot, or empty.
 * @param known keys that this section may have.
 * @param places everything that may stand in the file.
 */
export function unknownKey(
  key: string,
  section: string,
  known: readonly string[],
  places: readonly PlacedSetting[],
): string {
  const upper = key.toUpperCase();
  const asEnvironment =
    places.find(({ setting }) => setting.name === upper) ??
    places.find(({ setting }) => setting.aliases?.some(({ name }) => name === upper));
  if (asEnvironment) {
    return `is a name of the environment; in the file it is ${asEnvironment.path.join('.')}.`;
  }
  const guess = didYouMean(key, known);
  if (guess !== '') return `is no setting.${guess}`;
  const all = places.map(({ path }) => {
    const place = path.join('.');
    const inAccount = place.replace(/^accounts\[\]\./, '');
    return { place, spellings: [place, inAccount, path.at(-1) ?? place] };
  });
  const nearest = nearestPlace(
    [key, section + key],
    [...known.map((name) => ({ place: section + name, spellings: [name] })), ...all],
  );
  return nearest === undefined ? 'is no setting.' : `is no setting. Did you mean "${nearest}"?`;
}
