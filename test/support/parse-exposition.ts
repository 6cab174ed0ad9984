/** One line of figures. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** One metric with everything that is told of it. */
export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly samples: readonly Sample[];
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const HELP_LINE = new RegExp(`^# HELP (${NAME}) (.+)$`);
const TYPE_LINE = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram)$`);
const SAMPLE_LINE = new RegExp(`^(${NAME})(?:\\{(.+)\\})? (\\S+)$`);
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y;
const NUMBER = /^([+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]Inf|Nan|NaN)$/;

/**
 * Reads the text format of Prometheus, version 0.0.4, and takes nothing that is not in it: every family has its help, then
 * its type, then its samples and nothing of another in between; no series comes twice; histograms add up.
 * @throws Error naming the line
 */
export function parseExposition(page: string): readonly Family[] {
  if (!page.endsWith('\n')) throw new Error('the last line does not end');
  const families: (Family & { samples: Sample[] })[] = [];
  let helped: { readonly name: string; readonly help: string } | undefined;
  for (const line of page.slice(0, -1).split('\n')) {
    const fault = (what: string) => new Error(`${what}: ${line}`);
    if (line === '') continue;
    const [, helpName, help] = HELP_LINE.exec(line) ?? [];
    if (helpName !== undefined && help !== undefined) {
      if (families.some(({ name }) => name === helpName)) throw fault('a family comes twice');
      helped = { name: helpName, help };
      continue;
    }
    const [, typeName, type] = TYPE_LINE.exec(line) ?? [];
    if (typeName !== undefined) {
      if (helped?.name !== typeName) throw fault('a type without its help');
      families.push({ ...helped, type: type as Family['type'], samples: [] });
      helped = undefined;
      continue;
    }
    const family = families.at(-1);
    const [, name, labels, value] = SAMPLE_LINE.exec(line) ?? [];
    if (name === undefined || value === undefined || !NUMBER.test(value)) throw fault('no sample');
    if (family === undefined || helped !== undefined || !belongs(name, family)) {
      throw fault('a sample of no family');
    }
    family.samples.push({ name, labels: readLabels(labels ?? '', fault), value: toNumber(value) });
  }
  for (const family of families) {
    checkOnce(family);
    if (family.type === 'histogram') checkHistogram(family);
    if (family.type === 'counter') checkCounter(family);
  }
  return families;
}

function belongs(name: string, { name: family, type }: Family): boolean {
  if (type !== 'histogram') return name === family;
  return ['_bucket', '_sum', '_count'].some((ending) => name === `${family}${ending}`);
}

function toNumber(text: string): number {
  if (text.endsWith('Inf')) return text.startsWith('-') ? -Infinity : Infinity;
  return Number(text);
}

function readLabels(text: string, fault: (what: string) => Error): Record<string, string> {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < text.length) {
    const [, name, value] = LABEL.exec(text) ?? [];
    if (name === undefined || value === undefined) throw fault('labels that cannot be read');
    if (name in labels) throw fault('a label comes twice');
    labels[name] = value.replace(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign));
  }
  return labels;
}

/** A series by its name and labels, those left out that tell apart what belongs together. */
function seriesOf({ name, labels }: Sample, ...without: readonly string[]): string {
  const kept = Object.entries(labels).filter(([label]) => !without.includes(label));
  return JSON.stringify([name, kept.sort()]);
}

function checkOnce({ name, samples }: Family): void {
  const series = samples.map((sample) => seriesOf(sample));
  if (new Set(series).size !== series.length) throw new Error(`${name}: a series comes twice`);
}

function checkCounter({ name, samples }: Family): void {
  if (samples.some(({ value }) => !(value >= 0))) throw new Error(`${name}: a counter below 0`);
}

function checkHistogram({ name, samples }: Family): void {
  const of = (ending: string) => samples.filter((sample) => sample.name === `${name}${ending}`);
  const counts = new Map(
    of('_count').map((sample) => [seriesOf({ ...sample, name: '' }), sample.value]),
  );
  const last = new Map<string, { bound: number; value: number }>();
  for (const sample of of('_bucket')) {
    const series = seriesOf({ ...sample, name: '' }, 'le');
    const bound = toNumber(sample.labels['le'] ?? 'none');
    const before = last.get(series) ?? { bound: -Infinity, value: 0 };
    if (!(bound > before.bound) || sample.value < before.value) {
      throw new Error(`${name}: buckets out of order`);
    }
    last.set(series, { bound, value: sample.value });
  }
  if (last.size !== counts.size || of('_sum').length !== counts.size) {
    throw new Error(`${name}: a part of a histogram is missing`);
  }
  for (const [series, { bound, value }] of last) {
    if (bound !== Infinity || counts.get(series) !== value) {
      throw new Error(`${name}: a histogram does not add up`);
    }
  }
}
