import type {
  AccountSettings,
  Setting,
  SettingGroups,
  SettingReport,
} from '../platform/setting.ts';
import type { Candidates } from './candidate.ts';
import { accountPlaces } from './catalogue.ts';
import type { AccountConfig } from './config.ts';
import type { Notes } from './faults.ts';
import { accountSettings } from './own-settings.ts';
import { type EffectiveSetting, resolve } from './resolve.ts';
import { refuseUnbuilt } from './unbuilt.ts';
import { unbuiltAccountSettings } from './unbuilt-settings.ts';

/** One account as flags, environment and file describe it. */
export interface AccountSource {
  /** The key in the file where the name cannot be used, which has been reported. */
  readonly name: string;
  /** Key in the file, e.g. `accounts[1]`; none where only flags and environment describe it. */
  readonly fileKey?: string;
  /** Flags and environment may set it too: it is called `default`. */
  readonly isDefault: boolean;
  readonly candidates: Candidates;
}

/** Reads the account and everything its adapters want, reporting what is wrong. */
export function buildAccount<G extends SettingGroups>(
  source: AccountSource,
  groups: G,
  notes: Notes,
): { readonly config: AccountConfig<G>; readonly effective: readonly EffectiveSetting[] } {
  const places = accountPlaces(groups);
  const keyOf = (definition: Setting): string =>
    places.find(({ setting }) => setting === definition)?.path.join('.') ?? definition.key;
  const nameOf = (definition: Setting): string =>
    source.isDefault
      ? definition.name
      : `${source.name === source.fileKey ? source.name : `accounts.${source.name}`}.${keyOf(definition)}`;
  const report = reportFor(source, places, notes);

  const own = resolve(accountSettings, source.candidates, nameOf, notes);
  const shared = own.values as {
    device: string;
    mergeToleranceMs: number;
    respectOtherUploaders: boolean;
  };
  const account: AccountSettings = {
    name: source.name,
    device: shared.device,
    toleranceMs: shared.respectOtherUploaders ? shared.mergeToleranceMs : 0,
  };
  const effective = [...own.effective];
  const options: Record<string, unknown> = {};
  const wantedRoles = new Set<string>();
  for (const [name, group] of Object.entries(groups)) {
    const read = resolve(group.settings, source.candidates, nameOf, notes);
    // A setting that two groups read is told once.
    const told = new Set(effective.map((one) => one.name));
    effective.push(...read.effective.filter((one) => !told.has(one.name)));
    const before = notes.faults.length;
    const wanted = group.complete(read.given, report);
    if (wanted || notes.faults.length > before) wantedRoles.add(group.role);
    if (!wanted || !read.sound || notes.faults.length > before) continue;
    const made: unknown = group.combine(read.values, read.given, account, report);
    if (made !== undefined) options[name] = made;
  }
  effective.push(...refuseUnbuilt(unbuiltAccountSettings, source.candidates, nameOf, notes));

  for (const role of ['source', 'sink'] as const) {
    if (wantedRoles.has(role)) continue;
    const needs = Object.values(groups).flatMap((group) =>
      group.role === role ? [group.needs] : [],
    );
    if (needs.length === 0) continue;
    const what = role === 'source' ? 'no source of readings' : 'no destination for readings';
    report.fault(called(source.name), `${what}: set ${needs.join(', or ')}.`);
  }
  const config = { ...shared, ...options, name: source.name } as unknown as AccountConfig<G>;
  return { config, effective };
}

/** For an account that only the file describes, names of the environment are put as keys of the file. */
function reportFor(
  source: AccountSource,
  places: ReturnType<typeof accountPlaces>,
  notes: Notes,
): SettingReport {
  const keys = new Map(
    places.flatMap(({ setting, path }) => {
      const key = `${source.fileKey ?? 'accounts[]'}.${path.join('.')}`;
      return [
        [setting.name, key],
        [`${setting.name}_FILE`, `${key}File`],
      ] as const;
    }),
  );
  const inTheirWords = (text: string): string =>
    source.isDefault
      ? text
      : text.replaceAll(/\b[A-Z][A-Z\d]*(_[A-Z\d]+)+\b/g, (name) => keys.get(name) ?? name);
  return {
    // All that a group reports is what it lacks: wrong values are found before.
    fault: (setting, text) => notes.fault(inTheirWords(setting), inTheirWords(text), 'missing'),
    warn: (text) => notes.warn(inTheirWords(text)),
  };
}

/** An account in messages; one without a usable name by its key in the file. */
const called = (name: string): string => (name.includes('[') ? name : `account ${name}`);

/** Two people in one Nightscout mix up: no two accounts may write to the same place. */
export function refuseSharedDestinations<G extends SettingGroups>(
  accounts: readonly AccountConfig<G>[],
  groups: G,
  notes: Notes,
): void {
  for (const [name, group] of Object.entries(groups)) {
    const owners = new Map<string, string>();
    for (const account of accounts) {
      const options = (account as Readonly<Record<string, unknown>>)[name];
      if (options === undefined || !group.destination) continue;
      const place = group.destination(options);
      const owner = owners.get(place);
      if (owner !== undefined) {
        notes.fault(
          called(account.name),
          `writes to the same ${group.title} as ${called(owner)}: the readings of two people would mix. Give each account a destination of its own.`,
        );
      }
      owners.set(place, account.name);
    }
  }
}
