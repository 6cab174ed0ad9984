import type { TextSchema } from './text-schema.ts';

/** Another environment name that older programs used for the same thing. */
export interface Alias {
  readonly name: string;
  /** What the older value means here; `undefined` where it means something else and is not for this setting. */
  readonly translate?: (text: string) => string | undefined;
  /** The name is set for other programs too, or by the host itself: alone it makes neither an account nor a fault. */
  readonly ambient?: boolean;
  /** Says something else under another name: that it differs is no news. */
  readonly mayDiffer?: boolean;
}

/** One thing a person can set, wherever they set it: flag, environment or file. */
export interface Setting<Value = unknown> {
  /** Canonical environment name, e.g. `DEXCOM_REGION`; the flag is `--dexcom-region`. */
  readonly name: string;
  /** Key in its section of the file, e.g. `region`; dots make nested sections. */
  readonly key: string;
  /** In the order in which they are looked at, after the canonical name. */
  readonly aliases?: readonly Alias[];
  /** The aliases come before the canonical name: another program decides the order. */
  readonly aliasesFirst?: boolean;
  /** Never printed; may also come as `NAME_FILE`. */
  readonly secret?: boolean;
  /** The text that holds when nothing is set. */
  readonly fallback?: string;
  /** Reads the text. The message of an issue says what was expected, and never repeats the text. */
  readonly schema: TextSchema<Value>;
  /** The value as `config` shows it; needed where a value is neither text, number, boolean nor Secret. */
  show?(value: Value): string | number | boolean;
  /** Key of a setting without which this one is not even read. */
  readonly onlyWith?: string;
  /** What it is, with unit and reason, in one or two sentences: becomes documentation. */
  readonly about: string;
  /** A value for the documentation. */
  readonly example?: string;
}

/** Settings of one section, by key of the options they become. */
export type SettingRecord = Readonly<Record<string, Setting>>;

/** What the settings read to: `undefined` only where nothing was set and there is no fallback. */
export type ValuesOf<S extends SettingRecord> = {
  readonly [K in keyof S]: S[K] extends Setting<infer Value>
    ? S[K] extends { readonly fallback: string }
      ? Value
      : Value | undefined
    : never;
};

/** How a person set it, for messages: `label` is the name as they wrote it. */
export interface Given {
  readonly label: string;
  readonly ambient: boolean;
}

/** Which settings were set at all (fallbacks are not), right or wrong. */
export type GivenOf<S extends SettingRecord> = { readonly [K in keyof S]: Given | undefined };

/** What an adapter says about what it was given. */
export interface SettingReport {
  /** @param setting the name as the person wrote it · @param text what is wrong and the remedy, without a secret. */
  fault(setting: string, text: string): void;
  warn(text: string): void;
}

/** What all adapters of one account share. */
export interface AccountSettings {
  /** Name of the account. */
  readonly name: string;
  /** What Nightscout shows as the uploader. */
  readonly device: string;
  /** How near another uploader’s row is the same reading, in ms; 0 does not look. */
  readonly toleranceMs: number;
  /** What else than readings and calibrations is written to Nightscout. */
  readonly writes: {
    /** Events as treatments. */
    readonly events: boolean;
    /** Calibrations also as `mbg` entries. */
    readonly mbg: boolean;
    /** Alerts as notes. */
    readonly alerts: boolean;
  };
}

/** The settings of one adapter and how they become its options. */
export interface SettingGroup<S extends SettingRecord = SettingRecord, Options = unknown> {
  readonly role: 'source' | 'sink';
  /** Section of an account in the file; sections may be shared. */
  readonly section: string;
  /** What it connects to, in words. */
  readonly title: string;
  /** Which settings turn it on, in words. */
  readonly needs: string;
  readonly settings: S;
  /** Keeps tokens that only a person can get again: where they lie must last. */
  readonly holdsTokens?: boolean;
  /** Is a database in which the account’s state can be kept. */
  readonly keepsState?: boolean;
  /** Is it wanted? Reports what is missing to make it complete; runs also when a value is wrong. */
  complete(given: GivenOf<S>, report: SettingReport): boolean;
  /** The options; runs only when it is wanted and every value could be read. `undefined` after a fault. */
  combine(
    values: ValuesOf<S>,
    given: GivenOf<S>,
    account: AccountSettings,
    report: SettingReport,
  ): Options | undefined;
  /** Two accounts with an equal mark write to the same place. */
  destination?(options: Options): string;
}

/** Groups as the app lists them, by the name under which an account carries their options. */
export type SettingGroups = Readonly<Record<string, SettingGroup>>;

/** What a group makes of its settings. */
export type OptionsOf<G> = G extends { combine(...given: never[]): infer Options }
  ? Exclude<Options, undefined>
  : never;

/** Writes a setting down with its value type inferred. */
export function setting<Value>(
  definition: Setting<Value> & { readonly fallback: string },
): Setting<Value> & { readonly fallback: string };
export function setting<Value>(definition: Setting<Value>): Setting<Value>;
export function setting<Value>(definition: Setting<Value>): Setting<Value> {
  return definition;
}

/** Writes a group down with its types inferred. */
export function settingGroup<const S extends SettingRecord, Options>(
  group: SettingGroup<S, Options>,
): SettingGroup<S, Options> {
  return group;
}
