/** Chance, injected: `next()` is uniform in [0, 1). */
export interface Random {
  next(): number;
}

/** The machine's own chance; for spreading load, never for secrets. */
export const systemRandom: Random = { next: () => Math.random() };

/** A repeatable sequence (mulberry32) for simulations and tests. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return {
    next() {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    },
  };
}
