import type { Random } from '../../../platform/random.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Text that nobody guesses within a simulation, from injected chance so that a run can be repeated. */
export function randomToken(random: Random, length: number): string {
  return Array.from(
    { length },
    () => LETTERS[Math.floor(random.next() * LETTERS.length)] ?? '-',
  ).join('');
}
