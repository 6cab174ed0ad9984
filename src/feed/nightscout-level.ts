/**
 * The Nightscout whose answers the feed gives. Some followers ask for a least version and trust what that version does: this is
 * what they may trust here. The name says that no Nightscout answers.
 */
export const NIGHTSCOUT_LEVEL = '15.0.7';

/** The versions of its interfaces, as Nightscout lists them. */
export const API_VERSIONS = [
  { version: '1.0.0', url: '/api/v1' },
  { version: '2.0.0', url: '/api/v2' },
  { version: '3.0.3-alpha', url: '/api/v3' },
] as const;
