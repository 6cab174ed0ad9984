import type { Random } from '../../src/platform/random.ts';

/** How long readings take to appear, in ms. */
export interface LagRegime {
  readonly name: string;
  draw(random: Random): number;
}

/** Standard normal by Box and Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

const bell = (name: string, meanS: number, spreadS: number): LagRegime => ({
  name,
  draw: (random) => Math.max(500, 1000 * (meanS + spreadS * normal(random))),
});

/** The regimes in which poll policies are compared. */
export const REGIMES: readonly LagRegime[] = [
  bell('spread 1.5 s', 20, 1.5),
  bell('spread 3 s', 20, 3),
  bell('spread 6 s', 25, 6),
  {
    name: 'long tail',
    draw: (random) => 1000 * (8 - 10 * Math.log(1 - random.next())),
  },
  {
    name: 'two humps',
    draw: (random) =>
      Math.max(
        500,
        1000 * (random.next() < 0.6 ? 12 + 2 * normal(random) : 40 + 3 * normal(random)),
      ),
  },
];
