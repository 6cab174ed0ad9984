import { SETTING_GROUPS } from '../../src/app/modules.ts';
import { allSettings } from '../../src/config/index.ts';

/** Every name of the environment that the bridge reads. */
const known = new Set(
  allSettings(SETTING_GROUPS).flatMap(({ name, aliases = [], secret }) =>
    [name, ...aliases.map((alias) => alias.name)].flatMap((own) =>
      secret === true ? [own, `${own}_FILE`] : [own],
    ),
  ),
);
/** Of the place itself, not of the bridge. */
const OF_OTHERS = new Set([
  'DYNO',
  'FLY_MACHINE_ID',
  'NODE_ENV',
  'NODE_VERSION',
  'RAILWAY_ENVIRONMENT_ID',
  'RAILWAY_VOLUME_MOUNT_PATH',
  'RENDER',
  'TZ',
]);

/** Those of some names that the bridge does not know, and that are not the place's own either. */
export const strangersAmong = (names: readonly string[]): readonly string[] =>
  names.filter((name) => !known.has(name) && !OF_OTHERS.has(name));
