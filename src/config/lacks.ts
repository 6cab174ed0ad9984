import type { Given, SettingGroups, SettingReport } from '../platform/setting.ts';
import { accountSettings } from './account-settings.ts';
import type { Resolved } from './resolve.ts';

/** An account whose settings have been read. */
interface ReadAccount {
  /** In messages. */
  readonly called: string;
  readonly groups: SettingGroups;
  /** Names of the groups that somebody wants, be they complete or not. */
  readonly wantedGroups: ReadonlySet<string>;
  /** Its own settings. */
  readonly own: Resolved;
  /** What was given of each group. */
  readonly givenOf: ReadonlyMap<string, Resolved['given']>;
  /** Its state is to be kept in its MongoDB. */
  readonly inMongo: boolean;
}

/** Reports what the account as a whole lacks, and what it says to no effect. */
export function reportLacks(account: ReadAccount, report: SettingReport): void {
  const { called, groups, wantedGroups } = account;
  const all = Object.entries(groups);
  let hasSource = true;
  for (const role of ['source', 'sink'] as const) {
    const ofRole = all.filter(([, group]) => group.role === role);
    if (ofRole.length === 0 || ofRole.some(([name]) => wantedGroups.has(name))) continue;
    const needs = [...new Set(ofRole.map(([, group]) => group.needs))].join(', or ');
    if (role === 'source') {
      hasSource = false;
      report.fault(called, `no source of readings: set ${needs}.`);
    } else if (hasSource) {
      report.warn(
        `${called}: no Nightscout is set, so its readings are kept here and served by the bridge’s own feed only. To copy them into a Nightscout, set ${needs}.`,
      );
    } else report.fault(called, `no destination for readings: set ${needs}.`);
  }

  const keepers = all.filter(([, { keepsState }]) => keepsState === true);
  if (account.inMongo && !keepers.some(([name]) => wantedGroups.has(name))) {
    for (const [, { needs }] of keepers) {
      report.fault(
        needs,
        `is missing: TOKEN_STORE is mongodb, and ${called} has no database for its tokens. Set it, or TOKEN_STORE to journal.`,
      );
    }
  }

  for (const [name, { holdsTokens, needs }] of all) {
    if (holdsTokens !== true || wantedGroups.has(name)) continue;
    const idle = [...idleOf(account, name), ...idleOwn(account.own)];
    if (idle.length === 0) continue;
    report.warn(
      `${idle.map(({ label }) => label).join(', ')} ${idle.length === 1 ? 'has' : 'have'} no effect without ${needs}.`,
    );
  }
}

/** What was given of a group that nobody wants, but for what other groups read too. */
function idleOf({ groups, givenOf }: ReadAccount, name: string): readonly Given[] {
  const others = Object.entries(groups).flatMap(([other, group]) =>
    other === name ? [] : Object.values(group.settings),
  );
  return Object.entries(givenOf.get(name) ?? {}).flatMap(([key, given]) => {
    const setting = groups[name]?.settings[key];
    return given === undefined || setting === undefined || others.includes(setting) ? [] : [given];
  });
}

/** Settings of the account that are for records which only the Web API has. */
function idleOwn({ given, values }: Resolved): readonly Given[] {
  const switches = (['writeEvents', 'writeMbg', 'writeAlerts'] as const).filter(
    (key) => values[key] === true,
  );
  const keys: readonly (keyof typeof accountSettings)[] = ['historySchedule', ...switches];
  return keys.flatMap((key) => given[key] ?? []);
}
