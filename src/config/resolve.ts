import { Secret } from '../platform/secret.ts';
import type { Given, Setting, SettingRecord } from '../platform/setting.ts';
import type { Candidate, Candidates } from './candidate.ts';
import type { Notes } from './faults.ts';

/** A setting as it takes effect, for the `config` command. */
export interface EffectiveSetting {
  readonly name: string;
  /** A secret is `***`; `null` where nothing is set. Of a value that cannot be read, harmless text as typed, else `null`. */
  readonly value: string | number | boolean | null;
  /** `flag --x`, `environment NAME`, `file path` or `default`. */
  readonly origin: string;
}

/** What a record of settings was resolved to. */
export interface Resolved {
  readonly values: Readonly<Record<string, unknown>>;
  readonly given: Readonly<Record<string, Given | undefined>>;
  readonly effective: readonly EffectiveSetting[];
  /** Every value could be read. */
  readonly sound: boolean;
}

/** Takes the strongest candidate of each setting, reads it, and warns of weaker ones that disagree in the environment. */
export function resolve(
  settings: SettingRecord,
  candidates: Candidates,
  effectiveName: (setting: Setting) => string,
  notes: Notes,
): Resolved {
  const values: Record<string, unknown> = {};
  const given: Record<string, Given | undefined> = {};
  const effective: EffectiveSetting[] = [];
  let sound = true;
  for (const [key, setting] of Object.entries(settings)) {
    const all = candidates.get(setting.name) ?? [];
    const first = all[0];
    const idle =
      setting.onlyWith !== undefined &&
      (candidates.get(settings[setting.onlyWith]?.name ?? '') ?? []).length === 0;
    given[key] = first && { label: first.label, ambient: first.ambient === true };
    const text = first ? first.text : setting.fallback;
    if (first && text === undefined) sound = false;
    const isHeld = first?.text !== undefined && setting.secret === true;
    let shown: EffectiveSetting['value'] = isHeld ? '***' : null;
    if (text !== undefined) {
      const read = setting.schema.safeParse(text);
      if (read.success) {
        if (!idle) values[key] = read.data;
        shown = show(setting, read.data);
        if (first && !idle) warnOf(first, text, all, setting, read.data, notes);
      } else if (!idle) {
        sound = false;
        shown = setting.secret !== true && HARMLESS.test(text) ? text : null;
        const expected = read.error.issues[0]?.message ?? 'another value';
        notes.fault(
          first?.label ?? setting.name,
          `expected ${expected}; got ${kindOf(setting, text)}.`,
        );
      }
    }
    effective.push({
      name: effectiveName(setting),
      value: shown,
      origin: first?.origin ?? 'default',
    });
  }
  return { values, given, effective, sound };
}

function show(setting: Setting, value: unknown): string | number | boolean {
  if (setting.secret === true || value instanceof Secret) return '***';
  if (setting.show) return setting.show(value);
  return typeof value === 'number' || typeof value === 'boolean' ? value : String(value);
}

/** Short text that can hold no user and password of an address. */
const HARMLESS = /^[\w .:/*,+-]{1,40}$/;

/** What came, in words: short harmless text as it is, never a secret, nor what may hold one. */
function kindOf(setting: Setting, text: string): string {
  if (setting.secret === true) return 'something else (a secret is never shown)';
  if (HARMLESS.test(text)) return `"${text}"`;
  return `a text of ${text.length} characters`;
}

function warnOf(
  first: Candidate,
  text: string,
  all: readonly Candidate[],
  setting: Setting,
  value: unknown,
  notes: Notes,
): void {
  const environment = first.origin.startsWith('environment');
  if (environment && /^(["']).*\1$/s.test(text)) {
    notes.warn(
      `${first.label} begins and ends with a quotation mark, and both are taken as part of it; in an env file of Docker values stand without quotes.`,
    );
  }
  const isKept = !(value instanceof Secret) || value.reveal() === text;
  if (setting.secret === true && isKept && text !== text.trim()) {
    notes.warn(`${first.label} begins or ends with a space, which is taken as part of it.`);
  }
  for (const other of all.slice(1)) {
    if (!environment || !other.origin.startsWith('environment')) continue;
    if (other.mayDiffer === true || means(setting, other.text, text, value)) continue;
    notes.warn(
      `${first.label} and ${other.label} are both set and differ: ${first.label} is used.`,
    );
  }
}

/** Do both texts mean the same? */
function means(setting: Setting, text: string | undefined, used: string, value: unknown): boolean {
  if (text === undefined || text === used) return true;
  const read = setting.schema.safeParse(text);
  if (!read.success) return false;
  if (value instanceof Secret) {
    return read.data instanceof Secret && read.data.reveal() === value.reveal();
  }
  return setting.secret !== true && show(setting, read.data) === show(setting, value);
}
