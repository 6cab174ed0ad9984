import { BridgeFailure } from '../../domain/failure.ts';

/**
 * A request that cannot be understood; it is answered with 400 and the message.
 * @param parameter as the reader wrote it, such as `find[date][$gte]`
 * @param why ends the sentence
 */
export function badQuery(parameter: string, why: string): BridgeFailure {
  const shown = parameter.length > 80 ? `${parameter.slice(0, 80)}…` : parameter;
  return new BridgeFailure('feed.bad_query', 'refused', `${shown}: ${why}`);
}
