import type { Chance } from './chance.ts';

/** How long after its measurement a reading can be seen at Share, in ms: always the same, or by chance. */
export type AppearanceDelay =
  | number
  /** A bell curve. */
  | { readonly kind: 'normal'; readonly meanMs: number; readonly spreadMs: number }
  /** Mostly `usualMs`, with an exponential tail of mean `tailMs`. */
  | { readonly kind: 'longTail'; readonly usualMs: number; readonly tailMs: number }
  /** Two bell curves: the phone in reach, and the phone asleep; `shareOfSecond` is 0 to 1. */
  | {
      readonly kind: 'twoHumps';
      readonly firstMs: number;
      readonly secondMs: number;
      readonly spreadMs: number;
      readonly shareOfSecond: number;
    };

/** The delay of one reading, whole ms, never below 0. The same reading always gets the same one. */
export function delayOf(delay: AppearanceDelay, chance: Chance, index: number): number {
  return Math.max(0, Math.round(draw(delay, chance, index)));
}

function draw(delay: AppearanceDelay, chance: Chance, index: number): number {
  if (typeof delay === 'number') return delay;
  const bell = chance.normal('delay/bell', index);
  switch (delay.kind) {
    case 'normal':
      return delay.meanMs + delay.spreadMs * bell;
    case 'longTail':
      return delay.usualMs - delay.tailMs * Math.log(1 - chance.uniform('delay/tail', index));
    case 'twoHumps': {
      const second = chance.uniform('delay/hump', index) < delay.shareOfSecond;
      return (second ? delay.secondMs : delay.firstMs) + delay.spreadMs * bell;
    }
  }
}

/** Reads a delay from JSON; undefined when it is none. */
export function readAppearanceDelay(value: unknown): AppearanceDelay | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  const given = value as Readonly<Record<string, unknown>>;
  const number = (name: string): number => (typeof given[name] === 'number' ? given[name] : NaN);
  const built = ((): AppearanceDelay | undefined => {
    switch (given['kind']) {
      case 'normal':
        return { kind: 'normal', meanMs: number('meanMs'), spreadMs: number('spreadMs') };
      case 'longTail':
        return { kind: 'longTail', usualMs: number('usualMs'), tailMs: number('tailMs') };
      case 'twoHumps':
        return {
          kind: 'twoHumps',
          firstMs: number('firstMs'),
          secondMs: number('secondMs'),
          spreadMs: number('spreadMs'),
          shareOfSecond: number('shareOfSecond'),
        };
      default:
        return undefined;
    }
  })();
  return built && Object.values(built).every((part) => !Number.isNaN(part)) ? built : undefined;
}
