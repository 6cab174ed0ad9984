import { oneOf } from '../platform/setting-schema.ts';
import { type Setting, setting } from '../platform/setting.ts';

/** A setting whose feature is not built yet: its value is checked, and using it is refused where ignoring it would mislead. */
export interface UnbuiltSetting {
  readonly setting: Setting;
  /** Would the bridge, ignoring this value, do something else than was asked for? */
  readonly misleads: (shown: string | number | boolean) => boolean;
}

/** Of an account. */
export const unbuiltAccountSettings: readonly UnbuiltSetting[] = [
  {
    setting: setting({
      name: 'NIGHTSCOUT_API',
      key: 'nightscout.api',
      fallback: 'v1',
      schema: oneOf(['v1', 'v3']),
      about: 'REST API of the site: v1. v3 is not built yet.',
    }),
    misleads: (shown) => shown === 'v3',
  },
];
