import type {
  AccountSettings,
  Setting,
  SettingGroups,
  SettingReport,
} from '../platform/setting.ts';
import { accountSettings } from './account-settings.ts';
import type { Candidates } from './candidate.ts';
import { accountPlaces, bridgePlaces } from './catalogue.ts';
import type { AccountConfig } from './config.ts';
import type { Notes } from './faults.ts';
import { reportLacks } from './lacks.ts';
import { type EffectiveSetting, type Resolved, resolve } from './resolve.ts';

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

/** An account as it was read. */
export interface BuiltAccount<G extends SettingGroups> {
  readonly config: AccountConfig<G>;
  readonly effective: readonly EffectiveSetting[];
  /** Somebody wants a source that keeps tokens, be it complete or not. */
  readonly wantsTokens: boolean;
}

/**
 * Reads the account and everything its adapters want, reporting what is wrong.
 * @param inMongo its state is to be kept in its MongoDB
 */
export function buildAccount<G extends SettingGroups>(
  source: AccountSource,
  groups: G,
  inMongo: boolean,
  notes: Notes,
): BuiltAccount<G> {
  const places = accountPlaces(groups);
  const keyOf = (definition: Setting): string =>
    places.find(({ setting }) => setting === definition)?.path.join('.') ?? definition.key;
  const nameOf = (definition: Setting): string =>
    source.isDefault
      ? definition.name
      : `${source.name === source.fileKey ? source.name : `accounts.${source.name}`}.${keyOf(definition)}`;
  const report = reportFor(source, places, notes);

  const own = resolve(accountSettings, source.candidates, nameOf, notes);
  const shared = sharedOf(own);
  const account: AccountSettings = {
    name: source.name,
    device: shared.device,
    toleranceMs: shared.respectOtherUploaders ? shared.mergeToleranceMs : 0,
    writes: shared.writes,
  };
  const effective = [...own.effective];
  const options: Record<string, unknown> = {};
  const wantedGroups = new Set<string>();
  const givenOf = new Map<string, Resolved['given']>();
  for (const [name, group] of Object.entries(groups)) {
    const read = resolve(group.settings, source.candidates, nameOf, notes);
    // A setting that several adapters share is told once.
    effective.push(
      ...read.effective.filter((one) => !effective.some((told) => told.name === one.name)),
    );
    givenOf.set(name, read.given);
    const before = notes.faults.length;
    const wanted = group.complete(read.given, report);
    if (wanted || notes.faults.length > before) wantedGroups.add(name);
    if (!wanted || !read.sound || notes.faults.length > before) continue;
    const made: unknown = group.combine(read.values, read.given, account, report);
    if (made !== undefined) options[name] = made;
  }
  reportLacks({ called: called(source.name), groups, wantedGroups, own, givenOf, inMongo }, report);
  return {
    config: { ...shared, ...options, name: source.name } as unknown as AccountConfig<G>,
    effective,
    wantsTokens: Object.entries(groups).some(
      ([name, { holdsTokens }]) => holdsTokens === true && wantedGroups.has(name),
    ),
  };
}

/** What all adapters of the account share. A value that could not be read is missing, which has been reported. */
function sharedOf({ values }: Resolved) {
  const read = values as {
    device: string;
    mergeToleranceMs: number;
    respectOtherUploaders: boolean;
    historySchedule: string;
    writeEvents: boolean;
    writeMbg: boolean;
    writeAlerts: boolean;
  };
  const { writeEvents, writeMbg, writeAlerts, ...rest } = read;
  return { ...rest, writes: { events: writeEvents, mbg: writeMbg, alerts: writeAlerts } };
}

/** For an account that only the file describes, names of the environment are put as keys of the file. */
function reportFor(
  source: AccountSource,
  places: ReturnType<typeof accountPlaces>,
  notes: Notes,
): SettingReport {
  const keys = new Map([
    ...bridgePlaces().map(({ setting, path }) => [setting.name, path.join('.')] as const),
    ...places.flatMap(({ setting, path }) => {
      const key = `${source.fileKey ?? 'accounts[]'}.${path.join('.')}`;
      return [
        [setting.name, key],
        [`${setting.name}_FILE`, `${key}File`],
      ] as const;
    }),
  ]);
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
  const owners = new Map<string, string>();
  for (const [name, group] of Object.entries(groups)) {
    for (const account of accounts) {
      const options = (account as Readonly<Record<string, unknown>>)[name];
      if (options === undefined || !group.destination) continue;
      // One site is one place by whichever API it is reached.
      const place = `${group.title} ${group.destination(options)}`;
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
