import { ENTRIES, METER_ENTRIES, STATUSES, TREATMENTS, type Wares } from '../rest/failures.ts';

/** What is written, with the permissions that API v3 asks for: it tells updating from creating. */
export const V3_ENTRIES: Wares = { ...ENTRIES, permissions: 'api:entries:create,read,update' };

export const V3_TREATMENTS: Wares = {
  ...TREATMENTS,
  permissions: 'api:treatments:create,read,update,delete and api:devicestatus:create,read,update',
};

export const V3_STATUSES: Wares = {
  ...STATUSES,
  permissions: 'api:devicestatus:create,read,update',
};

export const V3_METER_ENTRIES: Wares = {
  ...METER_ENTRIES,
  permissions: 'api:entries:create,read,update,delete',
};
