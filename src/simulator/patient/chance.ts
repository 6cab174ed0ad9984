import { seededRandom } from '../../platform/random.ts';

/** Chance that can be asked at any index, in any order: the same question always has the same answer. */
export interface Chance {
  /** Uniform in [0, 1) for one topic and index. */
  uniform(topic: string, index: number): number;
  /** Standard normal, cut at ±3. */
  normal(topic: string, index: number): number;
  /** Uniform between two bounds. */
  between(topic: string, index: number, low: number, high: number): number;
  /** A smooth wave through [−1, 1] whose hills are about two units of `x` wide. */
  wave(topic: string, x: number): number;
}

/** Chance for one seed. */
export function createChance(seed: number): Chance {
  const topics = new Map<string, number>();
  const mark = (topic: string): number => {
    let known = topics.get(topic);
    if (known === undefined) {
      known = 0x811c9dc5;
      for (let at = 0; at < topic.length; at += 1) {
        known = Math.imul(known ^ topic.charCodeAt(at), 0x01000193);
      }
      topics.set(topic, known);
    }
    return known;
  };
  const uniform = (topic: string, index: number): number => {
    const low = Math.imul((index | 0) ^ 0x5bd1e995, 0x85ebca6b);
    const high = Math.imul(Math.floor(index / 4_294_967_296) | 0, 0xc2b2ae35);
    return seededRandom(Math.imul(seed ^ mark(topic), 0x9e3779b1) ^ low ^ high).next();
  };
  return {
    uniform,
    between: (topic, index, low, high) => low + (high - low) * uniform(topic, index),
    normal(topic, index) {
      const radius = Math.sqrt(-2 * Math.log(1 - uniform(`${topic}/radius`, index)));
      const value = radius * Math.cos(2 * Math.PI * uniform(`${topic}/angle`, index));
      return Math.max(-3, Math.min(3, value));
    },
    wave(topic, x) {
      const left = Math.floor(x);
      const part = x - left;
      const ease = part * part * (3 - 2 * part);
      const from = uniform(topic, left) * 2 - 1;
      const to = uniform(topic, left + 1) * 2 - 1;
      return from + (to - from) * ease;
    },
  };
}
