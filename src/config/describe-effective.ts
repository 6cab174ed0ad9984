import type { EffectiveSetting } from './resolve.ts';

/** What `config --json` prints. */
export function describeEffectiveAsJson(effective: readonly EffectiveSetting[]): string {
  return JSON.stringify({ settings: effective }, undefined, 2);
}

/** What `config` prints: a line a setting with name, value and origin. */
export function describeEffective(effective: readonly EffectiveSetting[]): string {
  const shown = effective.map(({ name, value, origin }) => [
    name,
    value === null ? '-' : printable(String(value)),
    value === null && origin === 'default' ? 'not set' : origin,
  ]);
  const width = (column: number): number =>
    Math.min(60, Math.max(...shown.map((row) => row[column]?.length ?? 0)));
  const widths = [width(0), width(1)];
  return shown
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Control characters could draw on the terminal. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, (sign) => JSON.stringify(sign).slice(1, -1));
}
