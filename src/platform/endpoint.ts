/**
 * Everything that the bridge calls over HTTP, as `<service>.<what>`: names for figures, with nothing of an address in them.
 * The set is fixed, so that no answer and no setting can add to it.
 */
export const ENDPOINTS = [
  'share.authenticate',
  'share.login',
  'share.latest_values',
  'web_api.token',
  'web_api.data_range',
  'web_api.egvs',
  'web_api.calibrations',
  'web_api.events',
  'web_api.alerts',
  'web_api.devices',
  'nightscout.status',
  'nightscout.entries',
  'nightscout.treatments',
  'nightscout.devicestatus',
  'nightscout.authorization',
  'nightscout.version',
  'notify.send',
  'other.other',
] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

/** The endpoint of that name; `other.other` for one that is not known. */
export function endpointNamed(name: string): Endpoint {
  return ENDPOINTS.find((known) => known === name) ?? 'other.other';
}
