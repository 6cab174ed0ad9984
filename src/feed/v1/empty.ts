import { sendJson } from '../answer/send.ts';
import type { Endpoint } from './feed-request.ts';

/** Collections of Nightscout that Dexcom knows nothing of, with what it answers below each while they are empty. */
const EMPTY: Readonly<Record<string, unknown>> = {
  profile: [],
  'profile/current': null,
  profiles: [],
  activity: [],
  food: [],
  'food/quickpicks': [],
  'food/regular': [],
};

/** One endpoint for all of them. */
const answerEmpty: Endpoint = ({ context, parts }) => {
  const path = parts.join('/');
  return Object.hasOwn(EMPTY, path) ? sendJson(context, EMPTY[path]) : undefined;
};

/** `/profile`, `/profile/current`, `/profiles`, `/activity`, `/food` and what lies below them. */
export const EMPTY_ENDPOINTS = ['profile', 'profiles', 'activity', 'food'].map(
  (name) => [name, answerEmpty] as const,
);
