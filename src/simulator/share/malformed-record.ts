import type { EpochMs } from '../../domain/instant.ts';

/** Ways a record can be broken, each as raw JSON text. */
const MALFORMED = {
  noValue: (ms) => `{"WT":"Date(${ms})","ST":"Date(${ms})","DT":"Date(${ms}+0000)","Trend":"Flat"}`,
  nullValue: (ms) => record(ms, 'null', '"Flat"'),
  textValue: (ms) => record(ms, '"high"', '"Flat"'),
  fractionValue: (ms) => record(ms, '120.5', '"Flat"'),
  zeroValue: (ms) => record(ms, '0', '"Flat"'),
  errorCodeValue: (ms) => record(ms, '10', '"Flat"'),
  negativeValue: (ms) => record(ms, '-120', '"Flat"'),
  hugeValue: (ms) => record(ms, '1e21', '"Flat"'),
  noTime: () => `{"Value":120,"Trend":"Flat"}`,
  badTime: () => `{"WT":"Date()","ST":"yesterday","DT":"","Value":120,"Trend":"Flat"}`,
  hugeTime: () => record(99_999_999_999_999_999, '120', '"Flat"'),
  secondsTime: (ms) => record(Math.floor(ms / 1_000), '120', '"Flat"'),
  badWtGoodSt: (ms) => `{"WT":"Date(?)","ST":"Date(${ms})","DT":null,"Value":120,"Trend":"Flat"}`,
  noTrend: (ms) => `{"WT":"Date(${ms})","ST":"Date(${ms})","DT":"Date(${ms}+0000)","Value":120}`,
  nullTrend: (ms) => record(ms, '120', 'null'),
  newTrend: (ms) => record(ms, '120', '"SlightlyUp"'),
  trendNumberOutside: (ms) => record(ms, '120', '42'),
  isNull: () => 'null',
  isText: () => '"Date(1731645818222)"',
  isList: () => '[]',
} satisfies Readonly<Record<string, (ms: EpochMs) => string>>;

/** The name of a way to be broken. */
export type MalformedKind = keyof typeof MALFORMED;

/** All of them. */
export const malformedKinds = Object.keys(MALFORMED) as readonly MalformedKind[];

/** True for the name of a way to be broken. */
export function isMalformedKind(value: unknown): value is MalformedKind {
  return typeof value === 'string' && Object.hasOwn(MALFORMED, value);
}

/** The raw text of a broken record that would have belonged to the instant. */
export function malformedText(kind: MalformedKind, at: EpochMs): string {
  return MALFORMED[kind](at);
}

function record(ms: number, value: string, trend: string): string {
  return `{"WT":"Date(${ms})","ST":"Date(${ms})","DT":"Date(${ms}+0000)","Value":${value},"Trend":${trend}}`;
}
